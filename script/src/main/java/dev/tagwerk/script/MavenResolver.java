package dev.tagwerk.script;

import eu.maveniverse.maven.mima.context.Context;
import eu.maveniverse.maven.mima.context.ContextOverrides;
import eu.maveniverse.maven.mima.context.MavenSystemHome;
import eu.maveniverse.maven.mima.context.Runtimes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.aether.DefaultRepositorySystemSession;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.ArtifactType;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.graph.DependencyNode;
import org.eclipse.aether.graph.Exclusion;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.eclipse.aether.util.filter.DependencyFilterUtils;
import org.eclipse.aether.util.graph.selector.AndDependencySelector;
import org.eclipse.aether.util.graph.selector.ExclusionDependencySelector;

/**
 * Resolves as Maven does, with the user's settings, mirrors, proxies and local repository. Only this class touches MIMA, so its
 * jars are not read before somebody needs it. Safe for use by several threads.
 */
final class MavenResolver implements Resolver {
    private static final ExclusionDependencySelector NOT_OURS =
            new ExclusionDependencySelector(Set.of(new Exclusion("dev.tagwerk", "*", "*", "*")));

    @Override
    public List<Path> resolve(List<Coordinate> coordinates) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(MavenResolver.class.getClassLoader()); // MIMA finds its parts through it
        try (Context context = Runtimes.INSTANCE
                .getRuntime()
                .create(ContextOverrides.create().withUserSettings(true).build())) {
            return resolve(context, coordinates);
        } catch (IllegalStateException e) { // MIMA's word for settings that it cannot read
            throw new ScriptException("Maven's settings cannot be used: " + causes(e) + "\nCorrect them.", e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static List<Path> resolve(Context context, List<Coordinate> coordinates) {
        DefaultRepositorySystemSession session = new DefaultRepositorySystemSession(context.repositorySystemSession());
        session.setDependencySelector(new AndDependencySelector(session.getDependencySelector(), NOT_OURS));
        session.setOffline(session.isOffline() || offlineBySettings(context));
        CollectRequest graph = new CollectRequest();
        graph.setRepositories(context.remoteRepositories());
        for (Coordinate coordinate : coordinates) {
            graph.addDependency(new Dependency(artifact(coordinate, session), JavaScopes.RUNTIME));
        }
        try {
            return context
                    .repositorySystem()
                    .resolveDependencies(
                            session,
                            new DependencyRequest(graph, DependencyFilterUtils.classpathFilter(JavaScopes.RUNTIME)))
                    .getArtifactResults()
                    .stream()
                    .map(result -> result.getArtifact().getFile().toPath().toAbsolutePath())
                    .toList();
        } catch (DependencyResolutionException e) {
            throw new ScriptException(
                    "libraries of //DEPS cannot be resolved:\n" + complaints(e) + "Check the coordinates"
                            + (session.isOffline() ? "; Maven's settings say that we are offline" : "")
                            + ". Repositories, mirrors and proxies are those of Maven's settings ("
                            + context.mavenUserHome().settingsXml() + ").",
                    e);
        }
    }

    /** MIMA reads all of the settings but this word. */
    private static boolean offlineBySettings(Context context) {
        MavenSystemHome system = context.mavenSystemHome();
        return OfflineWord.of(context.mavenUserHome().settingsXml())
                .or(() -> system == null ? Optional.empty() : OfflineWord.of(system.settingsXml()))
                .orElse(false);
    }

    private static Artifact artifact(Coordinate coordinate, RepositorySystemSession session) {
        ArtifactType type = session.getArtifactTypeRegistry().get(coordinate.type());
        return new DefaultArtifact(
                coordinate.group(),
                coordinate.artifact(),
                coordinate.classifier().isEmpty() && type != null ? type.getClassifier() : coordinate.classifier(),
                type == null ? coordinate.type() : type.getExtension(),
                coordinate.version(),
                type);
    }

    /** One line for each artifact that is missing: what it is, who needs it, and why it is missing. */
    private static String complaints(DependencyResolutionException e) {
        List<String> lines = new ArrayList<>();
        for (ArtifactResult result : e.getResult().getArtifactResults()) {
            if (!result.isResolved()) {
                Artifact artifact = result.getRequest().getArtifact();
                String why = result.getExceptions().stream()
                        .map(MavenResolver::causes)
                        .distinct()
                        .collect(Collectors.joining("; "));
                lines.add("  " + artifact + neededBy(e.getResult().getRoot(), artifact) + ": " + why + "\n");
            }
        }
        return lines.isEmpty() ? "  " + causes(e) + "\n" : String.join("", lines);
    }

    private static String neededBy(DependencyNode root, Artifact artifact) {
        return root.getChildren().stream()
                .filter(child -> !child.getArtifact().equals(artifact) && contains(child, artifact))
                .map(child -> ", which " + child.getArtifact() + " needs")
                .findFirst()
                .orElse("");
    }

    private static boolean contains(DependencyNode node, Artifact artifact) {
        return node.getArtifact().equals(artifact)
                || node.getChildren().stream().anyMatch(child -> contains(child, artifact));
    }

    /**
     * The messages of an exception and of what led to it, the same ones once; then the kind of the first cause, for those whose
     * message is a bare name, such as that of a host that is not known.
     */
    private static String causes(Throwable e) {
        Set<String> messages = new LinkedHashSet<>();
        Throwable first = e;
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            if (message != null && messages.stream().noneMatch(said -> said.contains(message))) {
                messages.add(message);
            }
            first = cause;
        }
        return String.join(": ", messages) + " (" + first.getClass().getSimpleName() + ")";
    }
}

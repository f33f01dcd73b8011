package dev.tagwerk.proof;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.tagwerk.proof.bad.Drawers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The shape of the code, read from its classes; every rule is shown to fail on the planted classes of the package bad. */
@TestInstance(PER_CLASS) // the import takes seconds, the rules do not
class ArchitectureTest {
    private static final int MOST_PARAMETERS = 5;

    private final JavaClasses ours = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.tagwerk");
    private final JavaClasses planted = new ClassFileImporter().importPackagesOf(Drawers.class);

    @Test
    void core_ladder_goesOneWay() {
        ladder("dev.tagwerk").check(ours);
        assertFails(ladder("dev.tagwerk.proof.bad"));
    }

    @Test
    void packages_together_haveNoCycle() {
        noCycles("dev.tagwerk").check(ours);
        assertFails(noCycles("dev.tagwerk.proof.bad"));
    }

    @Test
    void standardStreams_outsideTheCommandLine_untouched() {
        streams().check(ours);
        assertFails(streams());
    }

    @Test
    void names_asDrawers_absent() {
        names().check(ours);
        assertFails(names());
    }

    @Test
    void constructors_parameters_areFew() {
        fewParameters().check(ours);
        assertFails(fewParameters());
    }

    @Test
    void classes_imported_areOurs() {
        assertThat(ours.stream().map(JavaClass::getPackageName))
                .contains("dev.tagwerk.cli", "dev.tagwerk.script")
                .noneMatch(name -> name.startsWith("dev.tagwerk.proof"));
    }

    /** Each step may be used from the steps above it only; other modules stand above them all. */
    private static ArchRule ladder(String root) {
        return layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage(root + "..")
                .withOptionalLayers(true)
                .layer("task")
                .definedBy(root + ".task")
                .layer("store")
                .definedBy(root + ".store")
                .layer("engine")
                .definedBy(root + ".engine")
                .layer("flow")
                .definedBy(root + ".flow")
                .layer("front door")
                .definedBy(root)
                .whereLayer("task")
                .mayNotAccessAnyLayer()
                .whereLayer("store")
                .mayOnlyAccessLayers("task")
                .whereLayer("engine")
                .mayOnlyAccessLayers("task", "store")
                .whereLayer("flow")
                .mayOnlyAccessLayers("task", "store", "engine")
                .whereLayer("front door")
                .mayOnlyAccessLayers("task", "store", "engine", "flow");
    }

    private static ArchRule noCycles(String root) {
        return slices().assignedFrom(new ByPackage(root)).should().beFreeOfCycles();
    }

    /** A progress line is for people, so its class may write to their terminal; everybody else returns values or logs. */
    private static ArchRule streams() {
        DescribedPredicate<JavaClass> progress =
                resideInAPackage("dev.tagwerk").and(simpleName("ProgressLine").or(simpleName("PrintedOutput")));
        return noClasses()
                .that(DescribedPredicate.not(
                        resideInAPackage("dev.tagwerk.cli..").or(progress)))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err");
    }

    private static ArchRule names() {
        return noClasses()
                .should()
                .haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager|Common|Misc|Base|Impl)(\\$.*)?")
                .because("a drawer is not a name: say what the class does");
    }

    private static ArchRule fewParameters() {
        return constructors()
                .that()
                .areDeclaredInClassesThat(DescribedPredicate.not(assignableTo(Enum.class)))
                .should(new ArchCondition<>("have at most " + MOST_PARAMETERS + " parameters") {
                    @Override
                    public void check(JavaConstructor constructor, ConditionEvents events) {
                        int count = declaredParameters(constructor);
                        if (count > MOST_PARAMETERS) {
                            events.add(SimpleConditionEvent.violated(
                                    constructor, constructor.getFullName() + " has " + count + " parameters"));
                        }
                    }
                });
    }

    /** What the source declares: the compiler hands inner, local and anonymous classes their surroundings as well. */
    private static int declaredParameters(JavaConstructor constructor) {
        JavaClass owner = constructor.getOwner();
        if (owner.isAnonymousClass() || owner.isLocalClass()) {
            return 0;
        }
        return constructor.getRawParameterTypes().size() - (owner.isInnerClass() ? 1 : 0);
    }

    private void assertFails(ArchRule rule) {
        assertThatThrownBy(() -> rule.check(planted)).isInstanceOf(AssertionError.class);
    }

    /** One slice per package under a root. */
    private record ByPackage(String root) implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return type.getPackageName().startsWith(root)
                    ? SliceIdentifier.of(type.getPackageName())
                    : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "packages under " + root;
        }
    }
}

package dev.tagwerk.flow;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The methods of a class that may matter to a flow: those of superclasses and interfaces first, each class in the order of its
 * source. A method that overrides an annotated one replaces what that one does, and stays a task without saying so again.
 */
final class FlowMethods {
    private static final List<Class<? extends Annotation>> MARKS = List.of(Task.class, SetUp.class, TearDown.class);

    private FlowMethods() {}

    /** Methods that are marked, without those that a subclass has marked anew. */
    static List<Method> marked(Class<?> type) {
        List<List<Method>> found = new ArrayList<>();
        List<Method> taken = new ArrayList<>();
        for (Class<?> owner : hierarchy(type)) {
            List<Method> own = new ArrayList<>();
            for (Method method : declared(owner)) {
                if (isMarked(method) && taken.stream().noneMatch(other -> overrides(other, method))) {
                    taken.add(method);
                    if (!method.isSynthetic()) { // the compiler copies the marks to its bridges
                        own.add(method);
                    }
                }
            }
            found.add(own);
        }
        Collections.reverse(found);
        return found.stream().flatMap(List::stream).toList();
    }

    /** Methods without a mark that take values all the same, unless they override a marked one. */
    static List<Method> unmarkedWithValues(Class<?> type) {
        List<Method> marked = marked(type);
        return hierarchy(type).stream()
                .flatMap(owner -> declared(owner).stream())
                .filter(method -> !isMarked(method) && !method.isSynthetic())
                .filter(method -> Arrays.stream(method.getParameters())
                        .anyMatch(parameter -> parameter.isAnnotationPresent(From.class)))
                .filter(method -> marked.stream().noneMatch(other -> overrides(method, other)))
                .toList();
    }

    /** The class itself, its superclasses, its interfaces. */
    static Set<Class<?>> hierarchy(Class<?> type) {
        Set<Class<?>> all = new LinkedHashSet<>();
        for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
            all.add(at);
        }
        List.copyOf(all).forEach(at -> addInterfaces(at, all));
        return all;
    }

    private static void addInterfaces(Class<?> type, Set<Class<?>> to) {
        for (Class<?> one : type.getInterfaces()) {
            to.add(one);
            addInterfaces(one, to);
        }
    }

    private static List<Method> declared(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .sorted(MethodOrder.of(type))
                .toList();
    }

    private static boolean isMarked(Method method) {
        return MARKS.stream().anyMatch(method::isAnnotationPresent);
    }

    private static boolean overrides(Method method, Method inherited) {
        return method.getDeclaringClass() != inherited.getDeclaringClass()
                && method.getName().equals(inherited.getName())
                && Arrays.equals(method.getParameterTypes(), inherited.getParameterTypes())
                && isInherited(method, inherited.getDeclaringClass())
                && isInherited(inherited, method.getDeclaringClass());
    }

    private static boolean isInherited(Method method, Class<?> heir) {
        int modifiers = method.getModifiers();
        Class<?> owner = method.getDeclaringClass();
        return !Modifier.isPrivate(modifiers)
                && !Modifier.isStatic(modifiers)
                && (Modifier.isPublic(modifiers)
                        || Modifier.isProtected(modifiers)
                        || (owner.getPackageName().equals(heir.getPackageName())
                                && owner.getClassLoader() == heir.getClassLoader()));
    }
}

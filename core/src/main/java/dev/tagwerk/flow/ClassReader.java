package dev.tagwerk.flow;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads an annotated class into a flow. Nothing is thrown here: what is wrong is noted, and reported together with all else. For
 * one thread at a time.
 */
final class ClassReader {
    private final DescribedFlow flow;
    private final Described described;
    private final Class<?> type;
    private final String name;
    private boolean throughSetUp;

    ClassReader(DescribedFlow flow, Described described, Class<?> type) {
        this.flow = flow;
        this.described = described;
        this.type = type;
        this.name = TypeWords.shortName(type);
    }

    /** Reads it; the methods are called on this object, or on one that is made later. */
    void read(@Nullable Object instance) {
        described.readClass();
        try {
            if (type.isInterface() || type.isPrimitive() || type.isArray() || type.isEnum()) {
                described.problem(type.getTypeName()
                        + " is no class of tasks; write a class with a method that is marked" + " @Task");
                return;
            }
            readMembers(instance);
        } catch (LinkageError | TypeNotPresentException missing) {
            described.problem(type.getTypeName() + " cannot be read, because a class that it names is missing: "
                    + missing.getMessage() + "; add that to the class path");
        }
    }

    private void readMembers(@Nullable Object instance) {
        readParameters();
        List<Method> methods = FlowMethods.marked(type);
        if (methods.stream().noneMatch(method -> method.isAnnotationPresent(Task.class))) {
            described.problem(name + " has no method that is marked @Task" + elsewhere() + "; write @Task before each"
                    + " method that is a task");
        }
        FlowInstance on = instance != null ? FlowInstance.of(instance) : instanceFor(methods);
        throughSetUp = methods.stream().anyMatch(ClassReader::setsUpByParameters);
        for (Method method : methods) {
            readMethod(method, on);
        }
        for (Method method : FlowMethods.unmarkedWithValues(type)) {
            described.problem(
                    FlowMethod.place(method) + " takes a value by @From, but is no task; write @Task before it");
        }
    }

    private static boolean setsUpByParameters(Method method) {
        return method.isAnnotationPresent(SetUp.class)
                && Arrays.stream(method.getParameterTypes())
                        .anyMatch(taken -> taken == Params.class || taken.isAnnotationPresent(Parameters.class));
    }

    private void readParameters() {
        for (Class<?> owner : FlowMethods.hierarchy(type)) {
            for (Class<?> member : owner.getDeclaredClasses()) {
                if (member.isAnnotationPresent(Parameters.class)) {
                    described.parametersOf(member);
                }
            }
        }
    }

    /** A hint where tasks are in a class within, or where the marks come from another copy of this library. */
    private String elsewhere() {
        for (Class<?> member : type.getDeclaredClasses()) {
            if (FlowMethods.marked(member).stream().anyMatch(method -> method.isAnnotationPresent(Task.class))) {
                return " (" + TypeWords.shortName(member) + " has: name that class)";
            }
        }
        boolean copied = FlowMethods.hierarchy(type).stream()
                .flatMap(owner -> Arrays.stream(owner.getDeclaredMethods()))
                .flatMap(method -> Arrays.stream(method.getAnnotations()))
                .anyMatch(mark -> mark.annotationType().getName().equals(Task.class.getName())
                        && mark.annotationType() != Task.class);
        return copied ? " of this copy of Tagwerk, only of one that another class loader has loaded" : "";
    }

    private FlowInstance instanceFor(List<Method> methods) {
        if (Modifier.isAbstract(type.getModifiers())) {
            described.problem(name + " is abstract, so that no object can be made of it; name a class that extends it");
            return FlowInstance.none();
        }
        if (methods.stream().allMatch(method -> Modifier.isStatic(method.getModifiers()))) {
            return FlowInstance.none();
        }
        if (type.isMemberClass() && !Modifier.isStatic(type.getModifiers())) {
            described.problem(name + " is an inner class, whose objects belong to one of "
                    + TypeWords.shortName(type.getEnclosingClass())
                    + "; write static before it, or hand over an object");
            return FlowInstance.none();
        }
        Constructor<?> constructor = Arrays.stream(type.getDeclaredConstructors())
                .filter(one -> one.getParameterCount() == 0)
                .findFirst()
                .orElse(null);
        if (constructor == null) {
            described.problem(name + " has no constructor without parameters"
                    + (type.isLocalClass() || type.isAnonymousClass()
                            ? ", because it uses what surrounds it; make it a static member class, or hand over an object"
                            : "; write one, or hand over an object"));
            return FlowInstance.none();
        }
        open(constructor);
        FlowInstance made = FlowInstance.madeBy(constructor);
        described.setUp((state, params) -> made.get());
        return made;
    }

    private <M extends AccessibleObject & Member> void open(M member) {
        if (!member.trySetAccessible()) {
            Class<?> owner = member.getDeclaringClass();
            String user = FlowDeclarations.class.getModule().isNamed() ? " to dev.tagwerk" : "";
            described.problem(TypeWords.shortName(owner) + " is in the module "
                    + owner.getModule().getName() + ", which does not open it; write opens " + owner.getPackageName()
                    + user
                    + "; in its module-info.java");
        }
    }

    private void readMethod(Method method, FlowInstance on) {
        String place = FlowMethod.place(method);
        boolean setUp = method.isAnnotationPresent(SetUp.class);
        boolean tearDown = method.isAnnotationPresent(TearDown.class);
        Task task = method.getAnnotation(Task.class);
        if ((task == null ? 0 : 1) + (setUp ? 1 : 0) + (tearDown ? 1 : 0) > 1) {
            described.problem(
                    place + " is marked with more than one of @Task, @SetUp and @TearDown; write a method for each");
            return;
        }
        open(method);
        FlowMethod called =
                new FlowMethod(method, place, on, new MethodParameters(type, method, described).read(task != null));
        Type returned = ValueTypes.in(type, method.getGenericReturnType());
        Type value = ValueTypes.awaited(returned);
        if (task != null) {
            described.returns(place, value);
            new TaskAnnotation(task, place, described::problem)
                    .declare(flow, new MethodBody(called, throughSetUp), value);
            return;
        }
        if (ValueTypes.boxed(value) != Void.class && value.equals(returned)) {
            described.problem(place + " returns a value, which goes nowhere; put it into the State, and return void");
        }
        Stage stage = (state, params) -> called.call(MethodArgument.Given.stage(state, params));
        if (setUp) {
            described.setUp(stage);
        } else {
            described.tearDown(stage);
        }
    }
}

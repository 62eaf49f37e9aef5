package dev.graft.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import dev.graft.data.Input;
import dev.graft.method.Method;
import dev.graft.method.Methods;
import dev.graft.task.Objective;
import dev.graft.testing.Shared;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// The floors of docs/architecture.md and a few habits, for all of core.
class ArchitectureTest {
    private static final String HOUSE = "dev.graft";

    /// The front door is the package `dev.graft` itself.
    private static final String FRONT_DOOR = "";

    private static final int MOST_AT_THE_DOOR = 12;
    private static final int TRAINING = 4;

    private static final Map<String, Integer> FLOORS = Map.ofEntries(
            Map.entry(FRONT_DOOR, 9),
            Map.entry("advise", 8),
            Map.entry("job", 7),
            Map.entry("model", 6),
            Map.entry("method", 5),
            Map.entry("train", TRAINING),
            Map.entry("zoo", 4),
            Map.entry("task", 3),
            Map.entry("tune", 2),
            Map.entry("weights", 2),
            Map.entry("nn", 1),
            Map.entry("data", 1),
            Map.entry("dist", 1),
            Map.entry("torch", 0),
            Map.entry("text", 0),
            Map.entry("metrics", 0),
            Map.entry("llm", 0));

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(HOUSE);

    @Test
    void thereIsSomethingToCheck() {
        assertThat(CORE).extracting(ArchitectureTest::room).contains("torch", "nn", "data", "tune", "weights");
    }

    @Test
    void everyRoomHasAFloor() {
        assertThat(CORE).extracting(ArchitectureTest::room).isSubsetOf(FLOORS.keySet());
    }

    @Test
    void arrowsGoDown() {
        classes().should(useLowerFloorsOnly()).check(CORE);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.graft.(**)").should().beFreeOfCycles().check(CORE);
    }

    @Test
    void trainingAndTheZooMeetAtTheNetworkOnly() {
        noClasses()
                .that()
                .resideInAPackage("dev.graft.train..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.graft.zoo..")
                .allowEmptyShould(true)
                .check(CORE);
    }

    /// What a task means is asked of its objective. The compiler makes such a field for every switch.
    @Test
    void whereTargetsAreReadAndInTheRoomOfTasksOnlyTasksAreToldApart() {
        fields().that()
                .haveName("$SwitchMap$dev$graft$data$Task")
                .should()
                .beDeclaredInClassesThat()
                .resideInAnyPackage("dev.graft.data..", "dev.graft.task..")
                .check(CORE);
    }

    /// What stands twice, once for images and once for texts, is built twice whenever something is added.
    @Test
    void aboveTrainingNothingStandsTwice() {
        List<JavaClass> upper = CORE.stream()
                .filter(type -> FLOORS.getOrDefault(room(type), 0) > TRAINING)
                .filter(JavaClass::isTopLevelClass)
                .toList();
        Set<String> names = upper.stream().map(JavaClass::getSimpleName).collect(Collectors.toSet());
        assertThat(names).contains("Model", "FineTuning");
        for (String[] pair : new String[][] {{"Image", "Text"}, {"image", "text"}}) {
            assertThat(names)
                    .filteredOn(name -> name.contains(pair[0]) && names.contains(name.replace(pair[0], pair[1])))
                    .as("named once for images and once for texts")
                    .isEmpty();
        }
    }

    /// The front door has the few types that programs begin with.
    @Test
    void theFrontDoorIsSmallAndHidesNothing() {
        List<JavaClass> types = CORE.stream()
                .filter(type -> room(type).equals(FRONT_DOOR))
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .toList();
        assertThat(types).isNotEmpty().hasSizeLessThanOrEqualTo(MOST_AT_THE_DOOR);
        assertThat(types).allMatch(type -> type.getModifiers().contains(JavaModifier.PUBLIC));
    }

    /// A method that is not in the registry does not exist; and so for the others that docs/architecture.md
    /// says are one file in one place.
    @Test
    void whatIsOneFileIsInItsPlace() {
        assertThat(implementors(Method.class))
                .containsExactlyInAnyOrderElementsOf(Methods.all().stream()
                        .map(method -> method.getClass().getName())
                        .toList());
        assertThat(implementors(Objective.class)).allMatch(name -> name.startsWith("dev.graft.task."));
        assertThat(implementors(Input.class)).allMatch(name -> name.startsWith("dev.graft.data."));
    }

    private static List<String> implementors(Class<?> type) {
        return CORE.stream()
                .filter(found -> found.isAssignableTo(type) && !found.isInterface())
                .map(JavaClass::getName)
                .toList();
    }

    /// Every file that the table of docs/architecture.md sends its reader to is there.
    @Test
    void theTableOfWhatIsTouchedNamesFiles() throws IOException {
        String page = Files.readString(Shared.projectRoot().resolve("docs/architecture.md"));
        String table = page.substring(page.indexOf("## To add something"));
        Matcher named = Pattern.compile("`([a-z]+(?:/[a-z]+)*/[A-Z]\\w+)`").matcher(table);
        Path main = Shared.projectRoot().resolve("core/src/main/java/dev/graft");
        int files = 0;
        while (named.find()) {
            assertThat(main.resolve(named.group(1) + ".java")).exists();
            files++;
        }
        assertThat(files).isGreaterThan(10);
    }

    @Test
    void libtorchIsKnownToTheRoomsThatComputeOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        HOUSE,
                        "dev.graft.model..",
                        "dev.graft.job..",
                        "dev.graft.task..",
                        "dev.graft.torch..",
                        "dev.graft.nn..",
                        "dev.graft.data..",
                        "dev.graft.dist..",
                        "dev.graft.weights..",
                        "dev.graft.tune..",
                        "dev.graft.zoo..",
                        "dev.graft.train..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.bytedeco..")
                .allowEmptyShould(true)
                .check(CORE);
    }

    @Test
    void aLibraryPrintsNothing() {
        GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CORE);
        GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(CORE);
        noClasses().should().callMethod(System.class, "exit", int.class).check(CORE);
    }

    @Test
    void everyPackageIsNullMarked() {
        classes().should(beInANullMarkedPackage()).check(CORE);
    }

    /// Files are read by code that knows their format; nothing that Java's own serialization could run.
    @Test
    void nothingIsSerialized() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ObjectInputStream.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(ObjectOutputStream.class)
                .check(CORE);
        noClasses()
                .that()
                .areNotAssignableTo(Throwable.class)
                .and()
                .areNotEnums()
                .should()
                .implement(Serializable.class)
                .check(CORE);
    }

    @Test
    void namesSayWhatAThingIs() {
        noClasses()
                .should()
                .haveNameMatching(
                        ".*\\.(Abstract\\w+|I[A-Z][a-z]\\w+able|\\w*(Impl|Manager|Helper|Helpers|Util|Utils))")
                .check(CORE);
    }

    /// How Graft reads JSON is its own affair. The mappers of RunJson are there so that others write it as
    /// Graft does.
    @Test
    void typesOfTheJsonLibraryStayInside() {
        classes()
                .that()
                .doNotHaveFullyQualifiedName("dev.graft.train.RunJson")
                .should(showNoTypeOf("tools.jackson"))
                .check(CORE);
    }

    private static String room(JavaClass type) {
        String name = type.getPackageName();
        if (name.equals(HOUSE)) {
            return FRONT_DOOR;
        }
        String below = name.substring(HOUSE.length() + 1);
        int end = below.indexOf('.');
        return end < 0 ? below : below.substring(0, end);
    }

    private static ArchCondition<JavaClass> useLowerFloorsOnly() {
        return new ArchCondition<>("use rooms on lower floors only") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    JavaClass target = dependency.getTargetClass().getBaseComponentType();
                    if (!target.getPackageName().startsWith(HOUSE)
                            || room(target).equals(room(type))) {
                        continue;
                    }
                    if (FLOORS.getOrDefault(room(target), 0) >= FLOORS.getOrDefault(room(type), 0)) {
                        events.add(SimpleConditionEvent.violated(dependency, dependency.getDescription()));
                    }
                }
            }
        };
    }

    /// Signatures with their type arguments: `Optional<JsonNode>` shows a JsonNode.
    private static ArchCondition<JavaClass> showNoTypeOf(String library) {
        return new ArchCondition<>("have nothing public with a type of " + library) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!isSeen(type)) {
                    return;
                }
                Stream<Set<JavaClass>> fields = type.getFields().stream()
                        .filter(ArchitectureTest::isSeen)
                        .map(JavaMember::getAllInvolvedRawTypes);
                Stream<Set<JavaClass>> calls = type.getCodeUnits().stream()
                        .filter(ArchitectureTest::isSeen)
                        .map(JavaMember::getAllInvolvedRawTypes);
                Stream.concat(fields, calls)
                        .flatMap(Set::stream)
                        .filter(shown -> shown.getPackageName().startsWith(library))
                        .forEach(shown -> events.add(SimpleConditionEvent.violated(
                                type, type.getName() + " shows " + shown.getName() + " in something public")));
            }
        };
    }

    private static boolean isSeen(JavaMember member) {
        return member.getModifiers().contains(JavaModifier.PUBLIC);
    }

    /// Public itself, and whatever it is inside of.
    private static boolean isSeen(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(ArchitectureTest::isSeen).orElse(true);
    }

    private static ArchCondition<JavaClass> beInANullMarkedPackage() {
        return new ArchCondition<>("be in a package that is @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                    events.add(SimpleConditionEvent.violated(
                            type, type.getPackageName() + " has no @NullMarked package-info (" + type.getName() + ")"));
                }
            }
        };
    }
}

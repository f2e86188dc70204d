package io.linker;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Who may import whom, as drawn in docs/architecture.md: the facade at the top, then the engine and the adapter, then the
 * stages, then the base; imports go downwards only.
 */
class PackageRulesTest {
    private static final String FACADE = "io.linker";
    static final String[] STAGES =
            under("origin", "filter", "transform", "plan", "write", "checkpoint", "conflict", "verify");
    private static final String[] BASE = under("event", "error", "metrics", "internal.flow");
    private static final String ENGINE = "io.linker.internal.engine..";
    private static final String ADAPTER = "io.linker.esdb..";

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("io/linker/testkit/"))
            .importPackages("io.linker");

    @ParameterizedTest
    @FieldSource("STAGES")
    void aStageNeverImportsAnother(String stage) {
        String[] others =
                Arrays.stream(STAGES).filter(other -> !other.equals(stage)).toArray(String[]::new);
        check(noClasses()
                .that()
                .resideInAPackage(stage)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .because("what crosses a stage boundary lives in event"));
    }

    @Test
    void stagesKnowNothingInternal() {
        check(noClasses()
                .that()
                .resideInAnyPackage(STAGES)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.linker.internal.."));
    }

    @Test
    void theBaseKnowsOnlyTheBase() {
        check(classes()
                .that()
                .resideInAnyPackage(BASE)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(BASE).or(resideOutsideOfPackage("io.linker.."))));
    }

    @Test
    void nothingBelowKnowsTheFacade() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(FACADE)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(FACADE)
                .because("a stage gets plain values, never Settings"));
    }

    @Test
    void theEngineAndTheAdapterDoNotKnowEachOther() {
        check(noClasses().that().resideInAPackage(ENGINE).should().dependOnClassesThat(resideInAPackage(ADAPTER)));
        check(noClasses().that().resideInAPackage(ADAPTER).should().dependOnClassesThat(resideInAPackage(ENGINE)));
    }

    @Test
    void onlyTheAdapterAndTheConnectionBuilderTouchTheWire() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(ADAPTER)
                .and()
                .haveNameNotMatching("io\\.linker\\.LinkerConnectionBuilder(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.grpc..", "com.google.protobuf..", "com.eventstore.."));
    }

    @Test
    void packagesAreFreeOfCycles() {
        check(slices().matching("io.linker.(**)").should().beFreeOfCycles());
    }

    private static String[] under(String... names) {
        return Arrays.stream(names).map(name -> "io.linker." + name + "..").toArray(String[]::new);
    }

    /** A package that has no class yet breaks no rule. */
    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(MAIN);
    }
}

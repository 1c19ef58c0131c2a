package io.raftkms.consensus.ledger;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Rule and ledger give the same result everywhere because they can reach nothing that differs. */
@AnalyzeClasses(packages = "io.raftkms.consensus", importOptions = ImportOption.DoNotIncludeTests.class)
class LedgerArchitectureTest {
    @ArchTest
    static final ArchRule RULE_DEPENDS_ON_PROTOCOL_ONLY = classes()
            .that()
            .resideInAPackage("..consensus.rule..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "..consensus.rule..",
                    "io.raftkms.protocol",
                    "io.raftkms.protocol.signbytes",
                    "com.google.protobuf",
                    "java.lang..",
                    "java.util",
                    "java.util.function",
                    "java.nio.charset");

    @ArchTest
    static final ArchRule LEDGER_DEPENDS_ON_RULE_AND_PROTOCOL_ONLY = classes()
            .that()
            .resideInAPackage("..consensus.ledger")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "..consensus.ledger..",
                    "..consensus.rule",
                    "io.raftkms.protocol",
                    "io.raftkms.protocol.signbytes",
                    "com.google.protobuf",
                    "java.lang..",
                    "java.util",
                    "java.util.function",
                    "java.util.stream",
                    "java.nio",
                    "java.nio.charset",
                    "java.security");

    @ArchTest
    static final ArchRule NEITHER_READS_CLOCK_ENVIRONMENT_OR_CHANCE = noClasses()
            .that()
            .resideInAnyPackage("..consensus.rule", "..consensus.ledger")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.lang\\.(System|Thread|Runtime|Process.*)|java\\.lang\\.ThreadLocal"
                    + "|java\\.util\\.(Random|UUID|Timer|Date|Calendar|Hash(Map|Set)|IdentityHashMap|Properties)"
                    + "|java\\.security\\.SecureRandom");
}

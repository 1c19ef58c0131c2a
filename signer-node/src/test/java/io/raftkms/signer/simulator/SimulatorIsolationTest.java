package io.raftkms.signer.simulator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The simulated node judges links, so it shares no class with them. */
@AnalyzeClasses(packages = "io.raftkms.signer", importOptions = ImportOption.DoNotIncludeTests.class)
class SimulatorIsolationTest {
    @ArchTest
    static final ArchRule SIMULATOR_KNOWS_NO_LINK = noClasses()
            .that()
            .resideInAPackage("io.raftkms.signer.simulator..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.raftkms.signer.link..", "io.raftkms.consensus..", "io.netty..");

    @ArchTest
    static final ArchRule LINKS_KNOW_NO_SIMULATOR = noClasses()
            .that()
            .resideInAPackage("io.raftkms.signer.link..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.raftkms.signer.simulator..", "io.raftkms.consensus..");
}

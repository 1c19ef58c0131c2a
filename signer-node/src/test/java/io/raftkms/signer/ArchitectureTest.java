package io.raftkms.signer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows of the house, as docs/architecture.md draws them. */
@AnalyzeClasses(packages = "io.raftkms", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule PROTOCOL_KNOWS_NOBODY = noClasses()
            .that()
            .resideInAPackage("io.raftkms.protocol..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.raftkms.consensus..", "io.raftkms.signer..");

    @ArchTest
    static final ArchRule CONSENSUS_KNOWS_NO_SIGNER = noClasses()
            .that()
            .resideInAPackage("io.raftkms.consensus..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.raftkms.signer..");

    @ArchTest
    static final ArchRule RATIS_STAYS_IN_CONSENSUS = noClasses()
            .that()
            .resideOutsideOfPackage("io.raftkms.consensus.raft..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.ratis..");

    @ArchTest
    static final ArchRule ROOMS_OF_THE_SIGNER_HAVE_NO_CYCLES =
            slices().matching("io.raftkms.signer.(*)..").should().beFreeOfCycles();

    /** The simulated node judges links, so it shares no class with them. */
    @ArchTest
    static final ArchRule SIMULATOR_KNOWS_NO_LINK = noClasses()
            .that()
            .resideInAPackage("io.raftkms.signer.simulator..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.raftkms.signer.link..", "io.raftkms.consensus..", "io.netty..");

    @ArchTest
    static final ArchRule LINKS_KNOW_NO_SIMULATOR_AND_NO_CLUSTER = noClasses()
            .that()
            .resideInAPackage("io.raftkms.signer.link..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.raftkms.signer.simulator..", "io.raftkms.consensus..");
}

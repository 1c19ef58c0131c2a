package io.raftkms.consensus.raft;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.raftkms.consensus", importOptions = ImportOption.DoNotIncludeTests.class)
class RatisStaysInsideTest {
    @ArchTest
    static final ArchRule onlyTheRaftRoomNamesRatis = noClasses()
            .that()
            .resideOutsideOfPackage("io.raftkms.consensus.raft..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.ratis..");
}

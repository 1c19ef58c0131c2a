package io.raftkms.protocol;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FileReader;
import java.io.FileWriter;
import java.io.RandomAccessFile;
import java.util.Timer;

/** What this module is for: pure functions and codecs, at the bottom of the house. */
@AnalyzeClasses(packages = "io.raftkms", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final DescribedPredicate<JavaClass> OTHER_ROOMS = resideInAPackage("io.raftkms..")
            .and(DescribedPredicate.not(resideInAnyPackage("io.raftkms.protocol.signbytes..")))
            .as("another room");

    private static final DescribedPredicate<JavaClass> THREADS = belongToAnyOf(
                    Thread.class, ThreadLocal.class, Timer.class)
            .or(resideInAPackage("java.util.concurrent"))
            .as("threads");

    private static final DescribedPredicate<JavaClass> FILES_AND_SOCKETS = resideInAnyPackage(
                    "java.net..", "java.nio.file..", "java.nio.channels..", "javax.net..", "io.netty..")
            .or(belongToAnyOf(
                    File.class,
                    FileInputStream.class,
                    FileOutputStream.class,
                    FileReader.class,
                    FileWriter.class,
                    RandomAccessFile.class))
            .as("files or sockets");

    @ArchTest
    static final ArchRule protocolIsTheLowestModule = noClasses()
            .that()
            .resideInAPackage("io.raftkms.protocol..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.raftkms.consensus..", "io.raftkms.signer..", "org.apache.ratis..");

    @ArchTest
    static final ArchRule signBytesDependOnNothingHere = noClasses()
            .that()
            .resideInAPackage("io.raftkms.protocol.signbytes..")
            .should()
            .dependOnClassesThat(OTHER_ROOMS);

    @ArchTest
    static final ArchRule secretConnectionDependsOnNothingHere = noClasses()
            .that()
            .resideInAPackage("io.raftkms.protocol.secretconnection..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.raftkms..")
                    .and(DescribedPredicate.not(resideInAnyPackage("io.raftkms.protocol.secretconnection..")))
                    .as("another room"));

    @ArchTest
    static final ArchRule roomsHaveNoCycles =
            slices().matching("io.raftkms.protocol.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule protocolOpensNothing = noClasses()
            .that()
            .resideInAPackage("io.raftkms.protocol..")
            .should()
            .dependOnClassesThat(FILES_AND_SOCKETS);

    @ArchTest
    static final ArchRule protocolHasNoThreads = noClasses()
            .that()
            .resideInAPackage("io.raftkms.protocol..")
            .should()
            .dependOnClassesThat(THREADS);

    @ArchTest
    static final ArchRule protocolPrintsNothing = noClasses()
            .that()
            .resideInAPackage("io.raftkms.protocol..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");
}

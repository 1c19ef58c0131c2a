package io.raftkms.signer.fuzz;

import static java.util.Map.entry;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How a class shows that it reads bytes from network or disk, and which of those need no decoder of {@link Decoders}. */
final class Readers {
    /** Rooms whose bytes come from processes that they started themselves; those of generated code are left out too. */
    private static final List<String> OUTSIDE_ROOMS = List.of("signer.demo.", "signer.simulator.", "chaos.");

    /** Why a class is in no decoder's list. */
    static final Map<String, String> OUTSIDE = Map.ofEntries(
            entry("consensus.raft.store.DurableFiles", "copies and forces files, whatever is in them"),
            entry("consensus.raft.store.WatermarkFile", "writes only; Watermark reads"),
            entry("consensus.raft.store.LockHolder", "/proc/locks, from the kernel"),
            entry(
                    "consensus.raft.store.GroupFile",
                    "asks Ratis' own decoder for one field; GroupInspection reads the rest"),
            entry("consensus.raft.store.StartChecks", "its files are read by decoders"),
            entry("signer.key.ProcessGroups", "/proc, from the kernel"),
            entry("signer.key.SecretFile", "hands the bytes to SoftsignKey and IdentityKeyText"),
            entry("signer.cli.ConsensusKeyFile", "hands the bytes to SoftsignKey"),
            entry("signer.cli.state.StateImportCommand", "hands the bytes to StateFile"),
            entry("signer.cli.state.StateVerifyCommand", "hands the bytes to StateFile"),
            entry("signer.cli.state.StateRecoverCommand", "hands the bytes to RecoveryFile"),
            entry("signer.growth.Growth", "hands the bytes to AdminJson"),
            entry("signer.growth.Handover", "hands the bytes to AdminJson"),
            entry("signer.home.GrownHomes", "text of a configuration that was read before"),
            entry("signer.home.JoiningHome", "text of a configuration that was read before"),
            entry("signer.home.RevokedList", "bounded lines, copied; RevokedCertificates reads them"),
            entry("signer.home.CertificateRenewal", "copies a file that PemFiles reads"),
            entry("signer.audit.Retention", "its lines are read by AuditLine"),
            entry("signer.recovery.DirectoryDigest", "a hash only"));

    private static final Set<String> OF_FILES =
            Set.of("readAllBytes", "readString", "readAllLines", "lines", "newInputStream", "newBufferedReader");
    private static final Set<String> OF_MAPPERS = Set.of("readTree", "readValue");
    private static final Set<String> CONSTRUCTORS = Set.of(
            "java.io.FileInputStream",
            "java.io.RandomAccessFile",
            "java.io.FileReader",
            "java.io.ObjectInputStream",
            "java.security.spec.PKCS8EncodedKeySpec",
            "org.bouncycastle.openssl.PEMParser");

    private Readers() {}

    /** Whether its name, without {@code io.raftkms.}, is that of a class which the lists have to name. */
    static boolean counts(String name) {
        return !name.contains(".wire.") && OUTSIDE_ROOMS.stream().noneMatch(name::startsWith);
    }

    static boolean reads(JavaClass one) {
        return one.getCodeUnitAccessesFromSelf().stream().anyMatch(access -> reads(access.getTarget()));
    }

    private static boolean reads(AccessTarget target) {
        String owner = target.getOwner().getName();
        String name = target.getName();
        return name.startsWith("parseFrom")
                || name.startsWith("generateCertificate")
                || name.equals("<init>") && CONSTRUCTORS.contains(owner)
                || OF_MAPPERS.contains(name) && owner.startsWith("com.fasterxml.jackson.")
                || OF_FILES.contains(name) && owner.equals("java.nio.file.Files")
                || name.equals("load") && owner.equals("java.util.Properties")
                || name.equals("parse") && owner.equals("org.tomlj.Toml")
                || name.equals("newInstance") && owner.endsWith(".protobuf.CodedInputStream")
                || name.equals("newCodedInput");
    }
}

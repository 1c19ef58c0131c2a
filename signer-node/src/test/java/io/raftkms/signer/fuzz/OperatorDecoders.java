package io.raftkms.signer.fuzz;

import io.raftkms.signer.admin.AddMemberRequest;
import io.raftkms.signer.admin.AdminJson;
import io.raftkms.signer.admin.EnrolRequest;
import io.raftkms.signer.admin.ExportReport;
import io.raftkms.signer.admin.ExportRequest;
import io.raftkms.signer.admin.FailureReport;
import io.raftkms.signer.admin.ImportRequest;
import io.raftkms.signer.admin.LowerRequest;
import io.raftkms.signer.admin.PauseRequest;
import io.raftkms.signer.admin.RaiseRequest;
import io.raftkms.signer.admin.RecoverRequest;
import io.raftkms.signer.admin.RemoveMemberRequest;
import io.raftkms.signer.admin.ResumeRequest;
import io.raftkms.signer.admin.TransferRequest;
import io.raftkms.signer.admin.UpgradeRequest;
import io.raftkms.signer.config.ConfigurationFile;
import io.raftkms.signer.export.BundleDoor;
import io.raftkms.signer.growth.Growth;
import io.raftkms.signer.growth.Handover;
import io.raftkms.signer.recovery.RecoveryFile;
import java.nio.file.Path;
import java.util.List;

/** What an operator hands over: configuration, calls of the admin socket, bundles, recovery files. */
final class OperatorDecoders {
    private static final List<Class<?>> BODIES = List.of(
            EnrolRequest.class,
            AddMemberRequest.class,
            ExportRequest.class,
            ImportRequest.class,
            LowerRequest.class,
            PauseRequest.class,
            RaiseRequest.class,
            RecoverRequest.class,
            RemoveMemberRequest.class,
            ResumeRequest.class,
            TransferRequest.class,
            UpgradeRequest.class,
            ExportReport.class,
            FailureReport.class,
            Growth.class,
            Handover.Keys.class);

    private OperatorDecoders() {}

    static List<Decoder> all() {
        return List.of(
                Decoder.of(
                        "configuration",
                        "raftkms.toml, tmkms.toml",
                        bytes -> ScratchFile.with("raftkms.toml", bytes, OperatorDecoders::configuration),
                        "signer.config.ConfigurationFile"),
                Decoder.of(
                        "adminBody",
                        "the admin socket, in either direction",
                        OperatorDecoders::adminBody,
                        "signer.admin.AdminJson"),
                Decoder.of(
                        "bundle",
                        "signed bundles",
                        SignedBundles::verify,
                        "signer.export.SignedBundle",
                        "signer.recovery.BundleSource"),
                Decoder.of(
                        "bundleStatement",
                        "bundles, behind their signature",
                        BundleDoor::statement,
                        "signer.export.Bundle"),
                Decoder.of(
                        "recoveryFile",
                        "recovery.json",
                        bytes -> Refusal.orResult(IllegalArgumentException.class, () -> RecoveryFile.decode(bytes)),
                        "signer.recovery.RecoveryFile"));
    }

    private static void configuration(Path file) {
        ConfigurationFile.read(file);
    }

    private static void adminBody(byte[] bytes) throws Exception {
        for (Class<?> body : BODIES) {
            Refusal.orResult(IllegalArgumentException.class, () -> AdminJson.read(bytes, body));
        }
    }
}

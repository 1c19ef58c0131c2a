package io.raftkms.signer.fuzz;

import io.raftkms.consensus.raft.store.StoreDoor;
import io.raftkms.signer.audit.Anchor;
import io.raftkms.signer.audit.AuditDoor;
import java.util.List;

/** The files of a data directory. */
final class DataDirectoryDecoders {
    private DataDirectoryDecoders() {}

    static List<Decoder> all() {
        String store = "consensus.raft.store.";
        return List.of(
                Decoder.of(
                        "identityFile",
                        "identity.json; the checksum mended too",
                        StoreDoor::identity,
                        store + "Identity",
                        store + "CheckedJson"),
                Decoder.of("runFile", "run.json; the checksum mended too", StoreDoor::run, store + "RunRecord"),
                Decoder.of("peersFile", "peers.json; the checksum mended too", StoreDoor::peers, store + "PeersFile"),
                Decoder.of(
                        "watermark",
                        "the watermark; its checksums mended too",
                        StoreDoor::watermark,
                        store + "WatermarkLayout",
                        store + "WatermarkSlot",
                        store + "Watermark"),
                Decoder.of("voteFile", "Ratis' vote file", StoreDoor::vote, store + "VoteFile"),
                Decoder.of(
                                "dataFile",
                                "any of these, the log, the group file and the audit, as inspection and recovery read them",
                                DataFile::read,
                                store + "StateInspection",
                                store + "GroupInspection",
                                store + "SegmentScan",
                                store + "SnapshotScan",
                                "signer.audit.AuditVerification",
                                "signer.audit.AuditReader",
                                "signer.audit.AuditTail",
                                "signer.audit.RawLines")
                        .readTimes(DataFile.READERS),
                Decoder.of("auditLine", "the audit; the hash mended too", AuditDoor::line, "signer.audit.AuditLine"),
                Decoder.of(
                        "anchor",
                        "the audit's anchor",
                        bytes -> ScratchFile.with(
                                "anchor",
                                bytes,
                                file -> Refusal.orResult(IllegalArgumentException.class, () -> Anchor.read(file))),
                        "signer.audit.Anchor"));
    }
}

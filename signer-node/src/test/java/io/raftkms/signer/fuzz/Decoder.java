package io.raftkms.signer.fuzz;

import com.google.protobuf.ByteString;
import io.raftkms.consensus.ledger.CommandCodec;
import io.raftkms.consensus.ledger.SnapshotCodec;
import io.raftkms.consensus.ledger.SnapshotFormatException;
import io.raftkms.consensus.ledger.UnknownEntryException;
import io.raftkms.protocol.files.Bech32;
import io.raftkms.protocol.files.FileFormatException;
import io.raftkms.protocol.files.HorcruxStateFile;
import io.raftkms.protocol.files.IdentityKeyText;
import io.raftkms.protocol.files.PrivValidatorKeyFile;
import io.raftkms.protocol.files.PrivValidatorStateFile;
import io.raftkms.protocol.files.StateFile;
import io.raftkms.protocol.files.TmkmsStateFile;
import io.raftkms.protocol.privval.DelimitedReader;
import io.raftkms.protocol.privval.MessageLengthException;
import io.raftkms.protocol.privval.ReplyCodec;
import io.raftkms.protocol.privval.RequestCodec;
import io.raftkms.protocol.privval.UndecodableMessageException;
import io.raftkms.protocol.signbytes.CanonicalMessage;
import io.raftkms.signer.admin.AdminJson;
import io.raftkms.signer.admin.EnrolRequest;
import io.raftkms.signer.config.ConfigurationFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Every decoder of bytes from network or disk. Each takes any bytes and refuses them
 * with the exception that its contract names; anything else is a finding.
 */
enum Decoder {
    REQUEST {
        @Override
        void decode(byte[] bytes) throws Exception {
            refusing(UndecodableMessageException.class, () -> RequestCodec.decode(bytes));
        }
    },
    REPLY {
        @Override
        void decode(byte[] bytes) throws Exception {
            refusing(UndecodableMessageException.class, () -> ReplyCodec.decode(bytes));
        }
    },
    FRAMES {
        @Override
        void decode(byte[] bytes) throws Exception {
            DelimitedReader reader = new DelimitedReader(MAX_INPUT);
            ByteBuffer input = ByteBuffer.wrap(bytes);
            refusing(MessageLengthException.class, () -> {
                while (reader.read(input).isPresent()) {
                    assert input.position() > 0;
                }
                return null;
            });
        }
    },
    SIGN_BYTES {
        @Override
        void decode(byte[] bytes) {
            CanonicalMessage.parse(ByteString.copyFrom(bytes));
        }
    },
    LOG_ENTRY {
        @Override
        void decode(byte[] bytes) throws Exception {
            refusing(UnknownEntryException.class, () -> CommandCodec.decode(bytes));
        }
    },
    SNAPSHOT {
        /** With the checksum mended too, or nothing would come behind it. */
        @Override
        void decode(byte[] bytes) throws Exception {
            refusing(SnapshotFormatException.class, () -> SnapshotCodec.decode(bytes));
            byte[] mended = bytes.clone();
            int end = bytes.length - 32;
            if (end > 0) {
                byte[] sum = MessageDigest.getInstance("SHA-256").digest(Arrays.copyOf(bytes, end));
                System.arraycopy(sum, 0, mended, end, sum.length);
                refusing(SnapshotFormatException.class, () -> SnapshotCodec.decode(mended));
            }
        }
    },
    FILEPV_STATE {
        @Override
        void decode(byte[] bytes) throws Exception {
            refusing(FileFormatException.class, () -> PrivValidatorStateFile.parse(bytes));
        }
    },
    FILEPV_KEY {
        @Override
        void decode(byte[] bytes) throws Exception {
            refusing(FileFormatException.class, () -> PrivValidatorKeyFile.parse(bytes));
        }
    },
    TMKMS_STATE {
        @Override
        void decode(byte[] bytes) throws Exception {
            refusing(FileFormatException.class, () -> TmkmsStateFile.parse(bytes));
        }
    },
    HORCRUX_STATE {
        @Override
        void decode(byte[] bytes) throws Exception {
            refusing(FileFormatException.class, () -> HorcruxStateFile.parse(bytes));
            refusing(FileFormatException.class, () -> StateFile.parse(bytes));
        }
    },
    SEED_TEXT {
        @Override
        void decode(byte[] bytes) throws Exception {
            refusing(FileFormatException.class, () -> IdentityKeyText.parse(bytes));
        }
    },
    BECH32 {
        @Override
        void decode(byte[] bytes) {
            Bech32.decode(new String(bytes, StandardCharsets.ISO_8859_1));
        }
    },
    CONFIGURATION {
        @Override
        void decode(byte[] bytes) {
            ConfigurationFile.parse(new String(bytes, StandardCharsets.UTF_8), Path.of("/nowhere/raftkms.toml"));
        }
    },
    ADMIN_BODY {
        @Override
        void decode(byte[] bytes) throws Exception {
            refusing(IllegalArgumentException.class, () -> AdminJson.read(bytes, EnrolRequest.class));
        }
    },
    DATA_FILE {
        @Override
        void decode(byte[] bytes) throws Exception {
            DataFile.read(bytes);
        }
    };

    /** Longest input; what is longer is refused by length before it is decoded. */
    static final int MAX_INPUT = 64 * 1024;

    abstract void decode(byte[] bytes) throws Exception;

    @FunctionalInterface
    interface Call {
        Object run() throws Exception;
    }

    private static void refusing(Class<? extends Exception> refusal, Call call) throws Exception {
        try {
            call.run();
        } catch (Exception e) {
            if (!refusal.isInstance(e)) {
                throw e;
            }
        }
    }
}

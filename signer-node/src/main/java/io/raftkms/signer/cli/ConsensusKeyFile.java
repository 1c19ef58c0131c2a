package io.raftkms.signer.cli;

import io.raftkms.protocol.files.FileFormatException;
import io.raftkms.protocol.files.FileFormatException.Problem;
import io.raftkms.protocol.files.FileKind;
import io.raftkms.protocol.files.SecretSeed;
import io.raftkms.protocol.files.SoftsignFormat;
import io.raftkms.protocol.files.SoftsignKey;
import io.raftkms.signer.message.CommandException;
import io.raftkms.signer.message.MessageCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/** A consensus key that is about to be imported: {@code priv_validator_key.json}, or what {@code softsign keygen} wrote. */
public final class ConsensusKeyFile {
    private ConsensusKeyFile() {}

    /**
     * Reads the Ed25519 seed, which the caller destroys.
     *
     * @throws CommandException if the file is missing, unreadable, damaged or of another key type
     */
    public static SecretSeed read(Path file) {
        byte[] content = content(file);
        try {
            return SoftsignKey.parse(looksLikeJson(content) ? SoftsignFormat.JSON : SoftsignFormat.BASE64, content);
        } catch (FileFormatException e) {
            MessageCode code =
                    e.problem() == Problem.UNSUPPORTED_KEY ? MessageCode.KEY_TYPE_UNSUPPORTED : MessageCode.KEY_DAMAGED;
            throw new CommandException(code, file + ": " + e.getMessage(), e);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    /** A key in base64 has no brace, so whatever has one is judged as JSON. */
    private static boolean looksLikeJson(byte[] content) {
        for (byte one : content) {
            if (one == '{') {
                return true;
            }
        }
        return false;
    }

    private static byte[] content(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(FileKind.PRIV_VALIDATOR_KEY.maxBytes() + 1);
        } catch (NoSuchFileException e) {
            throw new CommandException(MessageCode.FILE_MISSING, file + " does not exist.", e);
        } catch (IOException e) {
            throw new CommandException(MessageCode.FILE_UNREADABLE, file + " cannot be read: " + IoReason.of(e), e);
        }
    }
}

package io.raftkms.signer.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files for decoders that read files: in a directory of this process, as processes fuzz side by side. */
final class ScratchFile {
    /** Where this process may write whatever it likes. */
    static final Path DIRECTORY =
            Path.of("target", "fuzz-data", "" + ProcessHandle.current().pid()).toAbsolutePath();

    private ScratchFile() {}

    /** A reader of a file. */
    interface Reader {
        void read(Path file) throws Exception;
    }

    /** Has a file with this content read. */
    static void with(String name, byte[] content, Reader reader) throws Exception {
        reader.read(written(DIRECTORY.resolve(name), content));
    }

    static Path written(Path file, byte[] content) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }
}

package io.raftkms.signer.admin;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The file of a unix socket that only its owner may open, from its first instant: a bound socket has the mode that the
 * umask leaves, so it is bound in a private directory beside its place, and moved there with its mode set.
 */
final class SocketFile {
    private final Path place;
    private final Path privateDirectory;

    SocketFile(Path place) {
        this.place = place;
        this.privateDirectory = place.resolveSibling(place.getFileName() + "~");
    }

    /** A server that opens a socket at a path. */
    interface Binding {
        void bind(Path path) throws IOException;
    }

    /**
     * Opens the socket. A file that nobody listens on any more is replaced, if it is a socket.
     *
     * @throws FileAlreadyExistsException if somebody listens there, or it is no socket
     */
    void open(Binding binding) throws IOException {
        requireFree();
        removePrivateDirectory();
        Files.createDirectory(
                privateDirectory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try {
            binding.bind(bound());
            Files.setPosixFilePermissions(bound(), PosixFilePermissions.fromString("rw-------"));
            Files.move(bound(), place, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            removePrivateDirectory();
        }
    }

    void delete() throws IOException {
        Files.deleteIfExists(place);
    }

    private Path bound() {
        return privateDirectory.resolve("s");
    }

    private void removePrivateDirectory() throws IOException {
        Files.deleteIfExists(bound());
        Files.deleteIfExists(privateDirectory);
    }

    private void requireFree() throws IOException {
        if (!Files.isDirectory(place.getParent())) {
            throw new IOException("there is no directory " + place.getParent());
        }
        if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        boolean socket = Files.readAttributes(place, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther();
        if (!socket) {
            throw new FileAlreadyExistsException("it is there, and is no socket");
        }
        if (isAlive()) {
            throw new FileAlreadyExistsException("another process listens on it");
        }
    }

    private boolean isAlive() {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(place));
        } catch (IOException refused) {
            return false;
        }
    }
}

package io.raftkms.chaos.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import io.raftkms.chaos.cluster.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.testcontainers.DockerClientFactory;

/**
 * An archive of the program's classes as a running member of the image had them, beside the image and not in it. Scenarios
 * start some hundred JVMs on two processors; with it, and with the first compiler alone, each takes half the time. The
 * JVM passes over an archive that does not fit.
 */
final class ImageClasses {
    private static final String PLACE = "/classes";
    private static final String FIRST_COMPILER = "-XX:TieredStopAtLevel=1";
    private static final String FILE = "classes.jsa";

    /** A cluster of one, until it leads; it writes the archive when it ends. */
    private static final String MAKE = """
            home=/tmp/home
            "$0" init $home >/dev/null
            "$0" softsign keygen $home/secrets/cosmoshub-4-consensus.key >/dev/null
            export RAFTKMS_JAVA_OPTS="$1 -XX:ArchiveClassesAtExit=$2.new"
            "$0" start -c $home/raftkms.toml &
            member=$!
            for attempt in $(seq 300); do
              exec 3<>/dev/tcp/127.0.0.1/26680 && printf 'GET /api/status HTTP/1.0\r\n\r\n' >&3 &&
                grep -q '"leader" *: *"' <&3 && break
              sleep 0.2
            done 2>/dev/null
            kill $member
            wait $member
            mv $2.new $2
            """;

    private final DockerClient docker = DockerClientFactory.instance().client();
    private final ContainerLabel label;
    private final String image;
    private final Path directory;

    /**
     * @param label what it starts has it
     * @param image the program's
     */
    ImageClasses(ContainerLabel label, String image) {
        this.label = label;
        this.image = image;
        directory = Program.find()
                .home()
                .resolve("chaos-tests/target/image-classes")
                .resolve(docker.inspectImageCmd(image).exec().getId().replace(':', '-'))
                .toAbsolutePath()
                .normalize();
    }

    /** Makes the archive if this very image has none. */
    void make() throws IOException {
        if (Files.exists(directory.resolve(FILE))) {
            return;
        }
        Files.createDirectories(directory);
        // The image's user is nobody here.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        CreateContainerCmd create = docker.createContainerCmd(image)
                .withEntrypoint("bash", "-uc", MAKE, MemberContainer.LAUNCHER, FIRST_COMPILER, PLACE + "/" + FILE)
                .withLabels(label.asMap())
                .withHostConfig(HostConfig.newHostConfig()
                        .withNetworkMode("none")
                        .withBinds(new Bind(directory.toString(), new Volume(PLACE))));
        String id = create.exec().getId();
        try {
            docker.startContainerCmd(id).exec();
            int code = docker.waitContainerCmd(id).start().awaitStatusCode();
            if (code != 0) {
                throw new IOException("no archive of classes was made: exit code " + code);
            }
        } finally {
            docker.removeContainerCmd(id).withForce(true).exec();
        }
    }

    /** Where members have it. */
    Bind bind() {
        return new Bind(directory.toString(), new Volume(PLACE), AccessMode.ro);
    }

    /** Java's options for members and commands: the archive, and nothing about it in what they print. */
    String options() {
        return FIRST_COMPILER + " -XX:SharedArchiveFile=" + PLACE + "/" + FILE + " -Xlog:cds=off,cds+dynamic=off";
    }
}

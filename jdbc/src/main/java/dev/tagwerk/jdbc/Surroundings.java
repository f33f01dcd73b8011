package dev.tagwerk.jdbc;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** What the operating system says about the place of a file; an interface, so that tests can say otherwise. */
interface Surroundings {

    /** Returns whether this user may read the file, as far as the system tells beforehand. */
    boolean readable(Path file);

    /** Returns whether this user may write the file or, for a folder, create files in it. */
    boolean writable(Path fileOrFolder);

    /** Returns the type of the file system that holds this existing folder, for instance {@code ext4}. */
    String fileSystem(Path folder) throws IOException;

    /** The real operating system. */
    static Surroundings ofThisHost() {
        return ThisHost.INSTANCE;
    }

    /** Whether a file system of this type is shared over a network: memory mapped by two hosts, it differs. */
    static boolean isNetwork(String fileSystemType) {
        String type = fileSystemType.toLowerCase(Locale.ROOT);
        return NetworkTypes.EXACT.contains(type)
                || NetworkTypes.PREFIXES.stream().anyMatch(type::startsWith);
    }

    /** The names under which Linux, macOS and the BSDs mount what lies on other machines. */
    final class NetworkTypes {
        private static final Set<String> EXACT = Set.of(
                "9p",
                "acfs",
                "afpfs",
                "afs",
                "beegfs",
                "ceph",
                "cifs",
                "coda",
                "davfs",
                "gfs",
                "gfs2",
                "glusterfs",
                "gpfs",
                "lustre",
                "mmfs",
                "moosefs",
                "ncpfs",
                "ocfs2",
                "orangefs",
                "panfs",
                "pvfs2",
                "quobyte",
                "smb2",
                "smb3",
                "smbfs",
                "vboxsf",
                "virtiofs",
                "vmhgfs",
                "webdav",
                "weka",
                "wekafs");
        private static final Set<String> PREFIXES = Set.of(
                "nfs",
                "fuse.sshfs",
                "fuse.ceph",
                "fuse.gluster",
                "fuse.rclone",
                "fuse.s3fs",
                "fuse.gcsfuse",
                "fuse.gvfs",
                "fuse.davfs",
                "fuse.moosefs",
                "fuse.mfs",
                "fuse.juicefs",
                "fuse.vmhgfs",
                "fuse.beegfs",
                "fuse.smb",
                "fuse.goofys",
                "fuse.blobfuse",
                "fuse.mountpoint-s3",
                "fuse.seaweedfs",
                "macfuse",
                "osxfuse");

        private NetworkTypes() {}
    }

    /** Asks the operating system. */
    enum ThisHost implements Surroundings {
        /** There is one. */
        INSTANCE;

        @Override
        public boolean readable(Path file) {
            return Files.isReadable(file);
        }

        @Override
        public boolean writable(Path fileOrFolder) {
            return Files.isWritable(fileOrFolder);
        }

        @Override
        public String fileSystem(Path folder) throws IOException {
            FileStore store = Files.getFileStore(folder);
            return store.type();
        }
    }
}

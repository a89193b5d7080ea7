internal import Glibc

/// The lock that one writing process holds for as long as it has the store open.
@safe
struct WriterLock: ~Copyable {
    private let descriptor: Int32

    /// Takes the lock or says at once that another process has it.
    init(for storePath: String) throws(StoreError) {
        let path = storePath + ".lock"
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw StoreError(errno: errno, action: "lock", path: path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(descriptor)
            throw StoreError(errno: code, action: "lock", path: storePath)
        }
    }

    deinit { close(descriptor) }
}

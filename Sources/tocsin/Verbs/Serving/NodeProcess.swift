import CProcessMemory
import Glibc
import ServiceLifecycle

/// How the system treats a process that runs for months and has many connections.
enum NodeProcess {
    /// Gives memory back after a burst, and opens as many files as the system lets this user: a peer costs two connections, and the usual
    /// limit of 1,024 files is less than the connections that the settings allow.
    static func prepare() {
        tocsin_keep_little_memory()
        var files = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files) == 0 else { return }
        files.rlim_cur = files.rlim_max
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files)
    }

    /// Once a minute, lets the code go that only the start and rare work run: it is two thirds of what an idle node has resident.
    struct LettingGo: Service {
        func run() async throws {
            await cancelWhenGracefulShutdown {
                while (try? await Task.sleep(for: .seconds(60))) != nil { tocsin_let_go_of_code() }
            }
        }
    }
}

import Foundation
import Testing

#if canImport(Glibc)
    import Glibc
#endif

@Suite struct `Passphrases` {
    @Test(arguments: [SIGINT, SIGTERM, SIGHUP, SIGQUIT])
    func `leave the terminal's echo on when the question is broken off`(number: Int32) throws {
        let workplace = try Workplace()
        var ends: (terminal: Int32, program: Int32) = (-1, -1)
        try #require(unsafe openpty(&ends.terminal, &ends.program, nil, nil, nil) == 0)
        defer {
            close(ends.terminal)
            close(ends.program)
        }
        let process = Process()
        process.executableURL = try Program().executable
        process.arguments = [
            "init", "--home", "\(workplace.path)/home", "--member", "org.a", "--role", "bank", "--encrypt-keys",
        ]
        process.standardInput = FileHandle(fileDescriptor: ends.program, closeOnDealloc: false)
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try withoutBlockedSignals { try process.run() }
        try #require(waits(until: { !echoes(ends.program) }), "the prompt never came")
        kill(process.processIdentifier, number)
        if !waits(until: { !process.isRunning }) { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
        #expect(process.terminationReason == .uncaughtSignal)
        #expect(process.terminationStatus == number)
        #expect(echoes(ends.program))
        #expect(!FileManager.default.fileExists(atPath: "\(workplace.path)/home/settings.toml"))
    }

    @Test func `say which descriptor cannot be read`() throws {
        let workplace = try Workplace()
        let outcome = try Program().run(
            "init", "--home", "\(workplace.path)/home", "--member", "org.a", "--role", "bank", "--passphrase-fd", "77")
        #expect(outcome.status == 2)
        #expect(outcome.errors.contains("file descriptor 77"))
        #expect(outcome.errorLines.count == 2)
    }

    @Test(arguments: [(4_096, Int32(0)), (4_097, 3), (0, 3)])
    func `have a longest and a shortest length`(count: Int, status: Int32) throws {
        let workplace = try Workplace()
        let outcome = try Program().run(
            "init", "--home", "\(workplace.path)/home", "--member", "org.a", "--role", "bank", "--passphrase-fd", "0",
            input: Data(repeating: UInt8(ascii: "x"), count: count) + Data("\n".utf8))
        #expect(outcome.status == status)
    }

    /// A child inherits the mask of the thread that makes it, and those that run tests block every signal.
    private func withoutBlockedSignals(_ body: () throws -> Void) rethrows {
        var none = sigset_t()
        var before = sigset_t()
        unsafe sigemptyset(&none)
        unsafe pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
        try body()
    }

    private func echoes(_ descriptor: Int32) -> Bool {
        var state = termios()
        return unsafe tcgetattr(descriptor, &state) == 0 && state.c_lflag & tcflag_t(ECHO) != 0
    }

    private func waits(until condition: () -> Bool) -> Bool {
        for _ in 0..<1_000 {
            if condition() { return true }
            usleep(10_000)
        }
        return false
    }
}

import Foundation

/// A terminal that does not show what is typed, and shows it again however the typing ends.
enum SilentTerminal {
    /// Switches the echo of standard input off while `body` runs; without a terminal it only runs it.
    static func withoutEcho<Result>(_ body: () throws -> Result) rethrows -> Result {
        var saved = termios()
        guard unsafe tcgetattr(STDIN_FILENO, &saved) == 0 else { return try body() }
        unsafe stateToRestore = saved
        let endings = endingSignals.map { number in (number, signal(number, restoreAndEnd)) }
        // Stopped in the middle, the terminal would show the rest after the return.
        let stopping = signal(SIGTSTP, SIG_IGN)
        defer {
            _ = unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &saved)
            for (number, handler) in endings { _ = signal(number, handler) }
            _ = signal(SIGTSTP, stopping)
        }
        var silent = saved
        silent.c_lflag &= ~tcflag_t(ECHO)
        _ = unsafe tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
        return try body()
    }

    private static let endingSignals: [Int32] = [SIGINT, SIGTERM, SIGHUP, SIGQUIT]
}

/// Written before the handlers are set and read by them only; `tcsetattr` and `raise` are allowed in a handler.
private nonisolated(unsafe) var stateToRestore = termios()

private func restoreAndEnd(_ number: Int32) {
    var state = unsafe stateToRestore
    _ = unsafe tcsetattr(STDIN_FILENO, TCSANOW, &state)
    _ = signal(number, SIG_DFL)
    raise(number)
}

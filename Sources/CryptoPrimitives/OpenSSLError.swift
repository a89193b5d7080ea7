internal import COpenSSL

/// A call of libcrypto that failed for a reason other than the input it judged: no memory, a missing algorithm.
///
/// It carries the name of the call and every code that waited in the error queue of the thread.
public struct OpenSSLError: Error, Sendable, Hashable {
    /// The name of the C function that failed.
    public let call: String

    /// The codes of the error queue, oldest first.
    public let codes: [UInt]

    /// Empties the error queue of this thread into an error about `call`.
    static func draining(after call: String) -> OpenSSLError {
        var codes: [UInt] = []
        while true {
            let code = ERR_get_error()
            guard code != 0 else { break }
            codes.append(UInt(code))
        }
        return OpenSSLError(call: call, codes: codes)
    }

    /// Empties the error queue of this thread after a call whose failure is an ordinary answer.
    static func forget() {
        ERR_clear_error()
    }
}

extension OpenSSLError: CustomStringConvertible {
    /// The call and the library's own words for each code; libcrypto puts no key or message bytes there.
    public var description: String {
        let reasons = codes.map { code -> String in
            guard let text = unsafe ERR_reason_error_string(CUnsignedLong(code)) else { return "code \(code)" }
            return unsafe String(cString: text)
        }
        return "\(call) failed" + (reasons.isEmpty ? "" : ": " + reasons.joined(separator: "; "))
    }
}

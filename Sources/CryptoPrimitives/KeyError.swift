/// Why bytes are not a usable key.
public enum KeyError: Error, Sendable, Hashable {
    /// The key does not have the length of its kind.
    case length
    /// The key is of small order, not canonically encoded, or leads to a shared secret of zero.
    case weak
    /// The bytes name no point of the curve, or a scalar outside its range.
    case notOnCurve
    /// The library failed.
    case library(OpenSSLError)
}

extension KeyError: CustomStringConvertible {
    /// One sentence, without the key.
    public var description: String {
        switch self {
        case .length: "the key has the wrong length"
        case .weak: "the key is weak: of small order or not canonically encoded"
        case .notOnCurve: "the key is no point or scalar of its curve"
        case .library(let error): error.description
        }
    }
}

internal import AsyncHTTPClient
internal import BodyFlow
internal import Glibc
internal import Indicators
internal import NIOCore
internal import NIOPosix
internal import NIOSSL
internal import NodeAPI

extension PeerFailure {
    /// Says what an error means to whoever asked.
    init(of error: any Error, _ peer: MemberID) {
        self.init(Self.reason(of: error), peer, detail: Self.detail(of: error))
    }

    private static func reason(of error: any Error) -> Reason {
        switch error {
        case let failure as PeerFailure: failure.reason
        case is TooSlow: .timeout
        case is SinkFailure: .sink
        case AnswerFault.tooLong: .tooLong
        case is AnswerFault: .malformed
        case is BodyFault: .broken
        case is CancellationError: .stopped
        case let error as HTTPClientError: reason(of: error)
        case NIOSSLError.uncleanShutdown: .broken
        case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError: .identity
        case is NIOConnectionError: .unreachable
        case let error as IOError where unreachable.contains(error.errnoCode): .unreachable
        default: .broken
        }
    }

    /// What the system says of places where nothing answers.
    private static let unreachable: Set<Int32> = [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, EHOSTDOWN, ETIMEDOUT, EADDRNOTAVAIL]

    private static func reason(of error: HTTPClientError) -> Reason {
        switch error {
        case .connectTimeout, .getConnectionFromPoolTimeout: .unreachable
        case .tlsHandshakeTimeout, .deadlineExceeded, .readTimeout, .writeTimeout: .timeout
        case .cancelled, .alreadyShutdown: .stopped
        case .invalidURL, .emptyHost, .emptyScheme: .noAddress
        default: .broken
        }
    }

    /// The kind of the error, or what the system calls it, and nothing of a text in which the peer could have a say.
    private static func detail(of error: any Error) -> String {
        switch error {
        case let error as HTTPClientError where error == .remoteConnectionClosed:
            "it closed the connection; perhaps it does not take this node's key"
        case let error as HTTPClientError: error.shortDescription
        case let error as IOError: unsafe String(cString: strerror(error.errnoCode)).lowercased()
        case is NIOConnectionError: "nothing answers at its address"
        case is TooSlow, is SinkFailure, is AnswerFault, is CancellationError: ""
        default: String(describing: type(of: error))
        }
    }
}

import Exchange
import Indicators
import Logging
import NodeAPI

/// At the start of a node its witnesses are asked what they keep of its log, before anything is signed: a log that was put back from a
/// backup is noticed here. Witnesses that do not answer now are asked in the first round with them.
struct OwnHeads {
    private let question: OwnHeadQuestion
    private let logger: Logger

    init(_ home: HomeDesk, _ transport: any PeerTransport, _ logger: Logger) {
        question = OwnHeadQuestion(home, transport)
        self.logger = logger
    }

    /// - Throws: what is wrong with this node itself.
    func compare() async throws {
        for (witness, finding) in try await question.askAll(atMost: Self.patience).sorted(by: { $0.key < $1.key }) {
            note(witness, finding)
        }
    }

    private func note(_ witness: MemberID, _ finding: OwnHeadQuestion.Finding) {
        let fields: Logger.Metadata = ["witness": "\(witness.name)"]
        switch finding {
        case .notAsked, .nothing: logger.debug("own head", metadata: fields.merging(["finding": "none"]) { $1 })
        case .agrees(let size):
            logger.info("own head", metadata: fields.merging(["finding": "agrees", "size": "\(size)"]) { $1 })
        case .useless: logger.warning("own head", metadata: fields.merging(["finding": "useless"]) { $1 })
        case .unanswered(let why):
            logger.warning("own head", metadata: fields.merging(["finding": "none", "why": "\(why)"]) { $1 })
        case .contradicts(let why):
            // The node goes on to answer what needs no signature; readyz says log-rolled-back.
            logger.error("own head", metadata: fields.merging(["finding": "contradicts", "why": "\(why)"]) { $1 })
        }
    }

    private static let patience = Duration.seconds(10)
}

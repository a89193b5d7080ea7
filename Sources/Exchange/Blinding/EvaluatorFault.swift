public import CanonicalCoding
public import Indicators
internal import NodeAPI

/// What kept one evaluator's answer from being used.
public struct EvaluatorFault: Error, Sendable, Hashable {
    /// What went wrong.
    public enum Reason: Sendable, Hashable {
        /// No answer came.
        case silent(String)
        /// It says no, with a code of the protocol.
        case refused(code: String, detail: String)
        /// The quota of this member's owner there is used up: what is left, and when more comes.
        case quota(remaining: Int64?, reset: Timestamp?)
        /// What it answered is not what it may answer: it lies, or something on the way does. With the protocol's code.
        case dishonest(code: String)
    }

    /// Its number in the epoch.
    public let evaluator: UInt8
    /// The member that it is.
    public let member: MemberID
    /// What went wrong.
    public let reason: Reason

    /// Whether the same message would be answered no better.
    var isLasting: Bool {
        switch reason {
        case .dishonest, .refused(code: "E_BATCH", _): true
        case .silent, .refused, .quota: false
        }
    }

    /// The protocol's code; empty where it has none.
    public var code: String {
        switch reason {
        case .silent: ""
        case .refused(let code, _), .dishonest(let code): code
        case .quota: "E_QUOTA"
        }
    }
}

extension EvaluatorFault: CustomStringConvertible {
    /// One sentence.
    public var description: String {
        switch reason {
        case .silent(let detail): "evaluator \(evaluator) (\(member.name)) gives no answer: \(detail)"
        case .refused(let code, let detail):
            "evaluator \(evaluator) (\(member.name)) refuses\(code.isEmpty ? "" : " [\(code)]"): \(detail)"
        case .quota(let remaining, let reset):
            "the quota at evaluator \(evaluator) (\(member.name)) does not suffice [E_QUOTA]"
                + (remaining.map { ", \($0) values are left" } ?? "") + (reset.map { ", more come at \($0.rfc3339)" } ?? "")
        case .dishonest(let code):
            "evaluator \(evaluator) (\(member.name)) answers what does not verify [\(code)]; it is not asked any more"
        }
    }
}

/// Why values could not be evaluated.
public enum EvaluationError: Error, Sendable, Hashable {
    /// The epoch has no evaluators, or its document's keys do not fit together.
    case noKeys(EpochNumber)
    /// The purpose is none that evaluators take.
    case purpose
    /// Fewer than a threshold of evaluators answered, each for its reason.
    case tooFew([EvaluatorFault])
    /// The answers of the evaluators do not combine, which proven ones do.
    case arithmetic(String)
}

extension EvaluationError: CustomStringConvertible {
    /// One sentence, without any value.
    public var description: String {
        switch self {
        case .noKeys(let epoch): "epoch \(epoch) has no keys of evaluators that fit together"
        case .purpose: "the purpose is not 1 to 64 visible ASCII letters, which evaluators record"
        case .tooFew(let faults):
            "two evaluators are needed; " + (faults.isEmpty ? "none is known" : faults.map(\.description).joined(separator: "; "))
        case .arithmetic(let what): "the answers of the evaluators cannot be used: \(what)"
        }
    }

    /// The protocol's code; empty where it has none.
    public var code: String {
        guard case .tooFew(let faults) = self else { return "" }
        let codes = faults.map(\.code).filter { !$0.isEmpty }
        return codes.first { $0 == "E_QUOTA" } ?? codes.first ?? ""
    }

    /// What to do.
    public var hint: String {
        switch self {
        case .noKeys: "install the document of the epoch again; see tocsin epoch show"
        case .purpose: "name one with --purpose, such as scam.prevention"
        case .tooFew(let faults):
            if code == "E_QUOTA" {
                "what was evaluated is kept and costs nothing when it is asked again; wait for more, or ask the root for a larger quota"
            } else if faults.contains(where: { $0.code == "E_PROOF" }) {
                "tell the root which evaluator it is; what was evaluated is kept"
            } else {
                "see that the evaluators have addresses (tocsin peer add) and run; what was evaluated is kept, the same command goes on"
            }
        case .arithmetic: "report it with the command that caused it"
        }
    }
}

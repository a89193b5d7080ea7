import ArgumentParser
import CanonicalCoding
import CryptoPrimitives
import Evaluation
import Exchange
import Indicators
import LedgerFiles
import MemberRegistry

/// Which ceremony a verb is about.
struct CeremonyOption: ParsableArguments {
    @Option(name: .long, help: "The number of the epoch.") var epoch: UInt32

    /// Opens it, in a home that will change.
    func ceremony(_ home: HomeOptions, _ clock: ClockOptions, _ secrets: PassphraseOptions) throws -> Ceremony {
        try node(home, clock, secrets).ceremony(of: EpochNumber(epoch), at: clock.time())
    }

    func node(_ home: HomeOptions, _ clock: ClockOptions, _ secrets: PassphraseOptions) throws -> Node {
        let node = try home.node(for: .writing, secrets: secrets)
        try clock.requireRealTime(in: node)
        return node
    }
}

/// Where a step puts what it says to the others.
struct SpeakingOption: ParsableArguments {
    @Option(name: .long, help: "The folder for the messages to the others; made when it is not there.", completion: .directory)
    var out = "."

    /// Takes one step, writes what it says, and tells what comes next.
    func step(_ ceremony: Ceremony, _ output: OutputOptions, _ body: (inout Ceremony) throws -> [CeremonyFile]) throws {
        var running = ceremony
        let files = try CeremonyFolderOption.complaining(&running, in: out, body)
        let paths = try CeremonyFolderOption.write(files, to: out)
        CeremonyReport(running).tell(files: paths, asJSON: output.json)
    }
}

/// The folder in which messages are handed around.
enum CeremonyFolderOption {
    /// Writes each message under its own name; one of that name is replaced, since repeating a step says the same.
    static func write(_ files: [CeremonyFile], to folder: String) throws -> [String] {
        try Directory.create(folder)
        return try files.map { file in
            let place = try OutputPlace.named("\(folder)/\(file.name)")
            try DocumentFiles.write(file.envelope, to: place)
            return place.path
        }
    }

    /// Does something in a ceremony; when that ends it, the own complaint is written for the others.
    static func complaining<Result>(
        _ ceremony: inout Ceremony, in folder: String, _ body: (inout Ceremony) throws -> Result
    ) throws -> Result {
        do {
            return try body(&ceremony)
        } catch CeremonyError.aborted(let verdict) {
            let error = CeremonyError.aborted(verdict)
            guard let complaint = ceremony.ownComplaint else { throw error }
            let path = try write([complaint], to: folder)[0]
            throw Failure(
                .clearNo, "\(error)",
                hint: "hand \(path) to the others; then begin with a new plan, without \(verdict.blamed.name)")
        }
    }
}

/// How far a ceremony is, for people and programs.
struct CeremonyReport {
    private let ceremony: Ceremony

    init(_ ceremony: Ceremony) { self.ceremony = ceremony }

    var json: JSONObject {
        let standing = ceremony.standing
        var object = JSONObject()
        object["epoch"] = .integer(Int64(ceremony.plan.epoch.value))
        object["missing"] = .array(standing.missing.map { .string($0.name) })
        object["next"] = .string(standing.step.rawValue)
        object["parties"] = .array(ceremony.plan.parties.map { .string($0.name) })
        object["plan"] = .string(ceremony.plan.digest.hex)
        object["purpose"] = ceremony.plan.isRefresh ? "refresh" : "generation"
        if let verdict = ceremony.verdict {
            object["verdict"] = [
                "blamed": .string(verdict.blamed.name), "complainer": .string(verdict.complainer.name),
                "culprit": .string(verdict.culprit.name), "fault": .string(verdict.fault.rawValue),
                "standing": .string(verdict.standing.rawValue),
            ]
        }
        return object
    }

    /// What comes next, in words.
    var next: String {
        let standing = ceremony.standing
        let missing = standing.missing.map(\.name).joined(separator: " and ")
        switch standing.step {
        case .take: return "take the messages of \(missing)"
        case .complete: return "tocsin evaluator epoch --epoch \(ceremony.plan.epoch.value)"
        case .inUse: return "nothing: the keys are in use"
        case .aborted: return ceremony.verdict.map(\.sentence) ?? ""
        case .commit, .reveal, .deal, .finish:
            return "tocsin evaluator \(standing.step.rawValue) --epoch \(ceremony.plan.epoch.value)"
        }
    }

    func tell(files: [String] = [], asJSON: Bool) {
        guard !asJSON else {
            var object = json
            object["files"] = .array(files.map { .string($0) })
            Terminal.say(json: .object(object))
            return
        }
        for file in files { Terminal.say(file) }
        Terminal.note("next: \(next)")
    }
}

import Agreements
import Blinding
import CryptoPrimitives
import Evaluation
import Exchange
import FeedReading
import Indicators
import LedgerFiles
import MemberRegistry
import NodeStore
import Sealing
import SignedBundles
import TransparencyLog

extension Failure {
    /// Words an error of any module; the one place where errors become sentences for people.
    init(explaining error: any Error) {
        if let failure = error as? Failure {
            self = failure
        } else if let failure = Self.ofState(error) ?? Self.ofInput(error) ?? Self.ofSecrets(error) {
            self = failure
        } else {
            self.init(
                .internalError, "an error nobody expected: \(type(of: error))", hint: "report it with the command that caused it")
        }
    }

    private static func ofState(_ error: any Error) -> Failure? {
        switch error {
        case let error as OutputPlaceError: Failure(.usage, "\(error)", hint: error.hint)
        case let error as FileError: Failure(code(for: error), "\(error)", hint: error.hint)
        case let error as NodeError: Failure(code(for: error), "\(error)", hint: error.hint, protocolCode: error.protocolCode)
        case let error as TransferError:
            Failure(code(for: error), "\(error)", hint: error.hint, protocolCode: error.code.isEmpty ? nil : error.code)
        case let error as LedgerError: Failure(code(for: error), "\(error)", hint: error.hint)
        case let error as MirrorError: Failure(.clearNo, "\(error)", hint: error.hint)
        case let error as MessageError: Failure(code(for: error), "\(error)", hint: error.hint)
        case let error as JudgementError: Failure(code(for: error), "\(error)", hint: error.hint)
        case let error as StoreError: Failure(.stateRefuses, "\(error)", hint: error.hint)
        case let error as SettingsError:
            Failure(.stateRefuses, "\(error)", hint: "mend the line in settings.toml, or compare with a new home's")
        case let error as DisclosureProfileError:
            Failure(.stateRefuses, "\(error)", hint: "see docs/spec/disclosure.md for the format")
        case let error as AgreeingError:
            Failure(
                error.reasonCode == nil ? .inputRefused : .clearNo, "\(error)", hint: error.hint, protocolCode: error.reasonCode)
        case let error as TokenError: Failure(code(for: error), "\(error)", hint: error.hint)
        case let error as CeremonyError: Failure(code(for: error), "\(error)", hint: error.hint)
        case let error as ShareError: Failure(.stateRefuses, "\(error)", hint: error.hint)
        case let error as RecordError: Failure(.stateRefuses, "\(error)", hint: error.hint)
        case let error as BatchAuditError: Failure(code(for: error), "\(error)", hint: error.hint)
        case let error as LabError: Failure(.usage, "\(error)", hint: "for example --members org.a:platform,org.b:vendor")
        default: nil
        }
    }

    private static func ofInput(_ error: any Error) -> Failure? {
        switch error {
        case let error as BundleError:
            Failure(.inputRefused, "\(error)", hint: error.hint, protocolCode: error.code.rawValue)
        case let error as AgreementError:
            Failure(.inputRefused, "\(error)", hint: error.hint)
        case let error as NoteError:
            Failure(.inputRefused, "\(error)", hint: "get the note again; it is made by tocsin agreement sign")
        case let error as RegistryError: Failure(.inputRefused, "\(error)", hint: error.hint)
        case let error as FeedError: Failure(error.isUsage ? .usage : .inputRefused, "\(error)", hint: error.remedy)
        case let error as IndicatorError:
            Failure(
                .inputRefused, "\(error.sentence) (\(error.byteCount) bytes)", hint: error.hint, protocolCode: IndicatorError.code
            )
        case let error as EvaluationMessageError:
            Failure(.inputRefused, "\(error)", hint: "get the file again; if it stays so, tell the sender")
        case let error as EvaluationError:
            Failure(code(for: error), "\(error)", hint: error.hint, protocolCode: error.code.isEmpty ? nil : error.code)
        case BlindingError.needsEvaluators(let kind):
            Failure(
                .stateRefuses, "\(BlindingError.needsEvaluators(kind))",
                hint: "see that the evaluators have addresses (tocsin peer add) and that the epoch's pepper is installed")
        case let error as BlindingError:
            Failure(.inputRefused, "\(error)", hint: "see tocsin epoch show for the suites", protocolCode: error.protocolCode)
        case let error as SealingError:
            Failure(.inputRefused, "\(error)", hint: "get the file again; if it stays so, tell the sender")
        default: nil
        }
    }

    private static func ofSecrets(_ error: any Error) -> Failure? {
        switch error {
        case let error as PrivateKeyFileError:
            Failure(.stateRefuses, "\(error)", hint: "check the passphrase, or put the key file back from your backup")
        case let error as SealingKeyError: Failure(.inputRefused, "\(error)", hint: "check the key in the registry")
        case let error as KeyError: Failure(.stateRefuses, "\(error)", hint: "make a new key")
        case let error as CertificateError: Failure(.stateRefuses, "\(error)", hint: "see that the clock is right")
        default: nil
        }
    }

    private static func code(for error: FileError) -> FailureCode {
        switch error.reason {
        case .notFound, .wrongType, .tooLarge: .inputRefused
        case .unsafePermissions, .openDirectory, .alreadyExists, .locked, .noSpace, .notWritable, .closedPipe, .system:
            .stateRefuses
        }
    }

    private static func code(for error: LedgerError) -> FailureCode {
        switch error {
        case .noEntry: .clearNo
        case .witness, .copy: .inputRefused
        default: .stateRefuses
        }
    }

    private static func code(for error: TransferError) -> FailureCode {
        switch error {
        case .denied, .held, .rejected: .clearNo
        case .egress, .fork, .noOfficerKey, .officerExists: .stateRefuses
        case .roleNotAsked, .otherCapacity: .usage
        case .fileChanged, .notHeld, .spoken, .otherStream, .otherRecipient, .checkpoint, .unknownTransfer, .otherReceipt, .ended:
            .inputRefused
        }
    }

    private static func code(for error: TokenError) -> FailureCode {
        switch error {
        case .name, .terms: .usage
        case .taken: .inputRefused
        case .unknown, .revoked: .clearNo
        case .tooMany: .stateRefuses
        }
    }

    private static func code(for error: JudgementError) -> FailureCode {
        switch error {
        case .badLine, .tooManyJudgements, .recordTooLong: .stateRefuses
        case .why: .usage
        case .nothingJoins, .notSplit: .clearNo
        }
    }

    private static func code(for error: MessageError) -> FailureCode {
        switch error {
        case .noPeer, .tooLarge: .inputRefused
        case .outboxFull, .damaged: .stateRefuses
        case .unknown: .clearNo
        }
    }

    private static func code(for error: BatchAuditError) -> FailureCode {
        switch error {
        case .epoch, .noShare, .noBatch, .noSealKey: .stateRefuses
        case .otherMember: .inputRefused
        case .otherRequest, .signature: .clearNo
        }
    }

    private static func code(for error: EvaluationError) -> FailureCode {
        switch error {
        case .noKeys: .stateRefuses
        case .purpose: .usage
        case .tooFew: .network
        case .arithmetic: .internalError
        }
    }

    private static func code(for error: CeremonyError) -> FailureCode {
        if case .aborted = error { return .clearNo }
        return error.isOfInput ? .inputRefused : .stateRefuses
    }

    private static func code(for error: NodeError) -> FailureCode {
        switch error {
        case .unknownRecipient, .notForUs, .notAProtectedList, .noSuchBundle, .noOwnHead, .headsBeforeReset, .noGap, .wideGap,
            .noObjections, .notQuarantined, .notPopular, .notSuspended, .notAWitness, .ownWitness, .noWitnessedHead,
            .notOwnHead, .noGeneration, .noField, .noValues, .evaluatorKeys, .epochKeyChanged,
            .nothingToDestroy:
            .inputRefused
        default: .stateRefuses
        }
    }
}

extension NodeError {
    /// The protocol's code, where it has one.
    var protocolCode: String? {
        switch self {
        case .noOpenEpoch, .epochNotInstalled: "E_EPOCH"
        case .unknownRecipient, .notInGroup: "E_AUDIENCE"
        default: nil
        }
    }
}

extension FeedError {
    /// What to do, in terms of what this program can do.
    var remedy: String {
        switch reason {
        case .unknownKind: "use \(FeedWords.kinds)"
        default: hint
        }
    }
}

extension BlindingError {
    /// The protocol's code, where it has one.
    var protocolCode: String? {
        switch self {
        case .kindWithoutSuite, .guessableUnderKeyedSuite: "E_EPOCH"
        case .canonicalTooLong: "E_CANON"
        case .needsEvaluators, .pepperLength, .lockedCell: nil
        }
    }
}

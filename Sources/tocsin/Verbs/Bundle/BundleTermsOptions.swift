import ArgumentParser
import Indicators
import LedgerFiles
import MemberRegistry

/// Against what a bundle is checked.
struct BundleTermsOptions: ParsableArguments {
    @Option(
        name: .long, help: "Keys to check against instead of the registry: an object, key id to hex public key.",
        completion: .file())
    var keys: String?

    @Option(name: .long, help: "The group the bundle must be for.")
    var audience: String?

    /// The keys: those of the file, else what `installed` gives.
    func directory(installed: () throws -> VerifiedRegistry) throws -> any KeyDirectory {
        guard let keys else { return try installed() }
        let bytes = try FileReader.contents(of: keys, limitBytes: RegistryLimits.keyFileBytes)
        return try DocumentFiles.naming(keys) { try FixedKeyDirectory(parsing: bytes.span) }
    }

    /// The group, when one is named.
    func group() throws -> GroupID? {
        try audience.map { text in
            guard let group = GroupID(text) else {
                throw Failure(.usage, "--audience is not a group's name", hint: "1 to 63 of a-z, 0-9, . and -")
            }
            return group
        }
    }
}

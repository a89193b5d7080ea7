internal import Agreements
internal import CanonicalCoding
public import CryptoPrimitives
internal import Indicators
public import LedgerFiles
internal import MemberRegistry
internal import NodeStore

/// A node as it stands on this machine: its home, its settings, and the documents it trusts.
public final class Node {
    /// Whether the work changes the home; only one process at a time may.
    public enum Access: Sendable {
        case reading
        case writing
    }

    /// Where everything lies.
    public let paths: HomePaths
    /// What the operator chose.
    public let settings: Settings
    /// Which marked documents are put up with.
    let acceptedMarks: DocumentMarks
    private let lock: DirectoryLock?
    private let askPassphrase: () throws -> SecretBytes?
    let memory: HomeMemory
    var openedKeys: NodeKeys?
    /// Who acts, for the audit log.
    public var actor = Actor.atTheNode
    /// What the machine's clocks show, which dates the audit log; a test puts others in their place.
    public var clock: () -> ClockReading = ClockReading.ofMachine
    /// What they showed when this process last wrote to the audit log.
    var lastReading: ClockReading?
    /// Called when opening the store for writing brought something to its end that a killed process had left.
    public var tell: (Settled) -> Void = { _ in }

    /// Opens a home.
    ///
    /// - Parameters:
    ///   - memory: what this process has read of the home before.
    ///   - passphrase: asked when a key is needed and its file is encrypted.
    /// - Throws: ``NodeError``, `FileError` (permissions, lock), ``SettingsError``.
    public init(
        opening root: String, for access: Access = .reading, allowsExampleKeys: Bool = false,
        remembering memory: HomeMemory = HomeMemory(), passphrase: @escaping () throws -> SecretBytes? = { nil }
    ) throws {
        let paths = HomePaths(root: root)
        self.paths = paths
        self.memory = memory
        guard Directory.exists(paths.settings) else { throw NodeError.noHome(root) }
        try Directory.requirePrivate(root)
        try Directory.requirePrivate(paths.keys)
        settings = try memory.settings(at: paths) {
            let text = try Self.ownFile(paths.settings, limitBytes: Settings.limitBytes)
            return try Settings(parsing: String(decoding: text, as: UTF8.self))
        }
        var marks: DocumentMarks = settings.acceptsLabDocuments ? .lab : []
        if allowsExampleKeys || settings.acceptsExampleKeys { marks.insert(.example) }
        acceptedMarks = marks
        askPassphrase = passphrase
        switch access {
        case .reading: lock = nil
        case .writing:
            lock = try DirectoryLock(taking: paths.lock, waitingMilliseconds: Self.longestWaitMilliseconds)
            try ScratchFile.removeLeftovers(in: paths.run)
            try paths.removeLeftovers()
        }
    }

    /// So long a verb waits for what another process is just writing, as a node that runs does many times a minute.
    private static let longestWaitMilliseconds = 5_000

    /// Makes a home with new keys. What cannot be made whole is taken away again, so that it can be tried once more.
    ///
    /// - Throws: ``NodeError`` when one stands there, `FileError`.
    public static func create(
        at root: String, settings: Settings, keys: NodeKeys, passphrase: SecretBytes? = nil
    ) throws {
        let paths = HomePaths(root: root)
        guard !Directory.exists(paths.settings) else { throw NodeError.homeExists(root) }
        let place = try NewPlace(root)
        do { try make(paths, settings: settings, keys: keys, passphrase: passphrase) } catch {
            place.clear()
            throw error
        }
    }

    private static func make(_ paths: HomePaths, settings: Settings, keys: NodeKeys, passphrase: SecretBytes?) throws {
        for directory in paths.directories { try Directory.create(directory) }
        try Directory.requirePrivate(paths.root)
        try keys.write(to: paths, passphrase: passphrase)
        try DurableFile.write(Array(DisclosureProfile.defaultText.utf8), to: paths.disclosureProfile)
        try SubjectIndex.createKey(at: paths)
        try createLedger(at: paths, settings: settings, keys: keys.ledger)
        // Both are made here and not by the first import, which may be killed at any moment.
        try ImportLog(path: paths.importLog).create()
        _ = try NodeStore(opening: paths.store, bundles: paths.bundles, access: .writing)
        // Last, because a home without settings is none: an interrupted init can be repeated elsewhere.
        try DurableFile.write(Array(settings.text.utf8), to: paths.settings)
    }

    /// The private keys; asks for the passphrase once when their files are encrypted.
    ///
    /// - Throws: `FileError`, `PrivateKeyFileError`, ``NodeError``; ``NodeError/keyChanged(_:)`` when a file opens to another
    ///   key than this home was made with.
    public func keys() throws -> NodeKeys {
        if let openedKeys { return openedKeys }
        let keys = try memory.keys(at: paths) {
            let keys = try NodeKeys(reading: paths, passphrase: askPassphrase)
            try PublicKeys.check(keys, in: self)
            return keys
        }
        openedKeys = keys
        return keys
    }

    /// The gate that follows this home's disclosure profile.
    ///
    /// - Throws: `FileError`, `DisclosureProfileError`.
    func gate() throws -> DisclosureGate {
        let bytes = try Self.ownFile(paths.disclosureProfile, limitBytes: Settings.limitBytes)
        return DisclosureGate(profile: try DisclosureProfile(parsing: bytes))
    }
}

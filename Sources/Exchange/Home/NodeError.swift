public import Indicators

/// Why a node refuses an act because of its own state or settings.
public enum NodeError: Error, Sendable, Hashable {
    /// A home stands there already.
    case homeExists(String)
    /// No home is there.
    case noHome(String)
    /// A key file holds a key of another kind.
    case wrongKey(String)
    /// A key file opens to another key than the one whose public half is known.
    case keyChanged(String)
    /// A file of the home itself cannot be read as what it is.
    case homeDamaged(String)
    /// No registry is installed.
    case noRegistry
    /// The registry is expired; reading is still possible.
    case registryExpired(String)
    /// The installed registry is older than one this node had before.
    case registryRolledBack(installed: Int64, seen: Int64)
    /// The first installation needs the digest of the root keys, told by another way than the file.
    case rootNotTrusted(digestHex: String)
    /// The registry lists keys whose private halves are published.
    case exampleKeys
    /// This node's member is not in the registry, or its key is not.
    case notAMember(String)
    /// No epoch is open for publishing at this time.
    case noOpenEpoch
    /// The epoch's document is not installed.
    case epochNotInstalled(UInt32)
    /// Another document of the epoch has another key, so that tags of one epoch would differ.
    case epochKeyChanged(UInt32)
    /// The secrets of the epoch were erased here, and this member signed that.
    case epochDestroyed(UInt32)
    /// The epoch's secrets are still needed.
    case epochStillUsed(UInt32, until: String?)
    /// Nothing secret of the epoch is here.
    case nothingToDestroy(UInt32)
    /// The evaluators' keys of an epoch do not fit together.
    case evaluatorKeys(UInt32)
    /// The epoch's pepper is not installed, or another one.
    case pepperMissing(UInt32)
    case pepperMismatch(UInt32)
    /// The numbering or suffix data compiled in differ from what the epoch demands.
    case normMismatch(field: String)
    /// The group is unknown or this member is not in it.
    case notInGroup(GroupID)
    /// The recipient is unknown, not in the group, or has no key to seal to.
    case unknownRecipient(String)
    case noSealingKey(String)
    /// The file is sealed and none of this node's keys opens it.
    case notForUs
    /// There is no store although bundles were taken in.
    case storeLost
    /// The store does not hold what the log of imports names.
    case storeRolledBack
    /// The store was not yet held against a pepper that came after its rows.
    case storeUnjudged
    /// The bundle is published, but the home could not note it.
    case publishedUnnoted(number: Int, path: String, cause: String)
    /// The store knows less than this member published: it was deleted or restored.
    case storeBehind(published: Int)
    /// This member published no bundle of that number.
    case noSuchBundle(Int)
    /// A heads document names no bundle of the node that signed it.
    case noOwnHead(MemberID)
    /// Heads were signed under a registry older than the one that resets the chain.
    case headsBeforeReset(MemberID)
    /// No bundle is missing before that number.
    case noGap(Int)
    /// More bundles are missing than the officer said.
    case wideGap(missing: Int)
    /// No objections of that member and day wait.
    case noObjections(MemberID)
    /// No such bundle waits for an officer, or its release is complete.
    case notQuarantined(String)
    /// The member's log was not seen to show two histories.
    case notSuspended(MemberID)
    /// The value does not lie beneath a protected name.
    case notPopular(IndicatorKind)
    /// A protected list is not the one whose digest was named.
    case notAProtectedList(String)
    /// The member has no key in force that signs heads, or the policy of witnesses does not name it.
    case notAWitness(String)
    /// A node was named as a witness of its own log.
    case ownWitness
    /// The entry has no field of that name, or it was erased.
    case noField(String)
    /// Whoever acts is shown no values.
    case noValues
    /// No log of that number has ended here.
    case noGeneration(Int64)
    /// A head that was named is none of this node's log, or not signed by it.
    case notOwnHead
    /// This node's witness keeps no head of that member's log.
    case noWitnessedHead(String)
    /// The home has no key for TLS.
    case noTLSKey
    /// A next key for TLS is there already.
    case nextTLSKeyWaits
    /// There is no next key for TLS.
    case noNextTLSKey
    /// The registry in force does not let the next key for TLS speak.
    case nextTLSKeyNotUsable(String)
}

extension NodeError: CustomStringConvertible {
    /// One line: what is wrong.
    public var description: String {
        switch self {
        case .homeExists(let path): "there is a home already at \(path)"
        case .noHome(let path): "there is no home at \(path)"
        case .wrongKey(let path): "\(path) holds a key of another kind"
        case .keyChanged(let path): "\(path) opens to another key than the one it was made with"
        case .homeDamaged(let fault): "this home is damaged: \(fault)"
        case .noRegistry: "no registry is installed"
        case .registryExpired(let time): "the registry expired at \(time)"
        case .registryRolledBack(let installed, let seen):
            "the registry installed is version \(installed), but version \(seen) was seen before"
        case .rootNotTrusted(let digest): "the root keys of this registry are not trusted yet; their digest is \(digest)"
        case .exampleKeys: "the registry lists published example keys"
        case .notAMember(let member): "the registry does not list \(member) with this node's keys"
        case .noOpenEpoch: "no installed epoch is open for publishing at this time"
        case .epochNotInstalled(let epoch): "the document of epoch \(epoch) is not installed"
        case .epochKeyChanged(let epoch):
            "the document gives epoch \(epoch) another key than the one installed: tags would differ"
        case .epochDestroyed(let epoch): "the secrets of epoch \(epoch) were erased here, and this member signed that"
        case .epochStillUsed(let epoch, let until):
            "the secrets of epoch \(epoch) are not to be erased before " + (until ?? "its document is installed and says when")
        case .nothingToDestroy(let epoch): "nothing secret of epoch \(epoch) is here"
        case .evaluatorKeys(let epoch):
            "the evaluators' keys of epoch \(epoch) do not fit together: their shares are not of one key"
        case .pepperMissing(let epoch): "the pepper of epoch \(epoch) is not installed"
        case .pepperMismatch(let epoch): "the pepper is not that of epoch \(epoch)"
        case .normMismatch(let field): "this program's \(field) is not the one the epoch demands"
        case .notInGroup(let group): "this member is not in the group \(group.name)"
        case .unknownRecipient(let member): "\(member) is no member of the bundle's group"
        case .noSealingKey(let member): "the registry has no key in force to seal files to \(member)"
        case .notForUs: "the file is not sealed to this node"
        case .storeLost: "the store of this home is missing, although bundles were taken in"
        case .storeUnjudged: "the store of this home was not yet held against a pepper that came later"
        case .storeRolledBack: "the store of this home is older than its log of imports"
        case .publishedUnnoted(let number, _, let cause): "number \(number) is published, but \(cause)"
        case .storeBehind(let published): "this member published number \(published), which the store does not know"
        case .noSuchBundle(let number): "this member published no bundle number \(number)"
        case .noOwnHead(let member): "\(member.name) names no bundle of its own in these heads"
        case .headsBeforeReset(let member): "the chain of \(member.name) was reset since it signed these heads"
        case .wideGap(let missing): "\(missing) bundles are missing before that one"
        case .noGap(let number): "no bundle is missing before number \(number)"
        case .noObjections(let member): "no objections of \(member.name) of that day wait"
        case .notQuarantined(let name): "no bundle \(name) waits for an officer here"
        case .notSuspended(let member): "\(member.name) is not suspended: nothing shows two histories of its log"
        case .notPopular(let kind): "reports of this \(kind.name) act like any other: it lies beneath no protected name"
        case .notAWitness(let member): "\(member) is no witness of this node's audit log"
        case .ownWitness: "a node is no witness of its own audit log"
        case .noField(let name): "the entry has no field \(name), or it was erased"
        case .noValues: "an auditor is shown no values, and cannot hand any on"
        case .noGeneration(let number): "no generation \(number) of the audit log has ended here"
        case .notOwnHead: "the head is none of this node's audit log, or not signed by its key"
        case .noWitnessedHead(let member): "this node's witness keeps no head of \(member)'s audit log"
        case .noTLSKey: "this home has no key for TLS"
        case .nextTLSKeyWaits: "a next key for TLS is there already"
        case .noNextTLSKey: "there is no next key for TLS"
        case .nextTLSKeyNotUsable(let keyID): "the registry in force does not list \(keyID) as a key for TLS that may be used now"
        case .notAProtectedList(let path): "\(path) is not a list the registry names"
        }
    }

    /// One line: what to do.
    public var hint: String {
        switch self {
        case .homeExists: "choose another --home; a home is never overwritten"
        case .noHome: "make one with tocsin init, or name it with --home"
        case .wrongKey: "put the right file back from your backup"
        case .keyChanged: "the file is damaged or not the right one: put it back from your backup"
        case .homeDamaged: "put the file back from your backup"
        case .noRegistry: "tocsin registry install FILE --trust-root DIGEST"
        case .registryExpired: "get the next version from the root officers; lookups still work"
        case .registryRolledBack: "install the newest registry; if this home was restored from a backup, get all documents anew"
        case .rootNotTrusted(let digest): "compare it with the root officers by telephone, then add --trust-root \(digest)"
        case .exampleKeys: "never use them for real work; to try things out, add --allow-example-keys"
        case .notAMember: "ask the root officers to list this node's member card (tocsin registry card)"
        case .noOpenEpoch: "install the current epoch: tocsin epoch install FILE --pepper FILE"
        case .epochNotInstalled: "tocsin epoch install FILE --pepper FILE"
        case .epochKeyChanged: "tell the root officers: a new key needs a new epoch"
        case .epochDestroyed: "leave --pepper away; lookups in that epoch have ended"
        case .epochStillUsed: "wait, or say why it is done now: --early REASON"
        case .nothingToDestroy: "check the number; tocsin epoch show lists what is installed"
        case .evaluatorKeys: "tell the root officers: the key ceremony has to be repeated"
        case .pepperMissing, .pepperMismatch: "get the pepper's age file from the root officer who made it"
        case .normMismatch: "use the version of tocsin that the federation agreed on"
        case .notInGroup: "name another --group, or ask the root officers to add this member"
        case .unknownRecipient: "see tocsin registry show for the groups and their members"
        case .noSealingKey: "ask the member for a current key and the root officers to list it"
        case .notForUs: "ask the sender to seal it to this node's key"
        case .publishedUnnoted(_, let path, _): "do not publish again; the full stream is \(path)"
        case .storeLost, .storeRolledBack, .storeUnjudged, .storeBehind:
            "tocsin rebuild makes the store anew from the bundle files"
        case .noSuchBundle: "see tocsin digest for the numbers"
        case .noOwnHead: "a chain begins at the heads that its own publisher signed; ask that member for them"
        case .headsBeforeReset: "ask that member for heads it signs now"
        case .wideGap: "make sure that they are lost; then say how many with --skip"
        case .noGap: "import it; if its predecessor is another one than yours, tell the registry officers"
        case .noObjections: "see tocsin objections show"
        case .notQuarantined: "see tocsin quarantine list"
        case .notSuspended: "see tocsin audit witnesses"
        case .notPopular: "nothing has to be confirmed"
        case .notAWitness: "see tocsin registry show for the members with witness keys; then tocsin witness policy"
        case .ownWitness: "name other members: tocsin witness policy MEMBER…"
        case .noField: "docs/spec/entry-types.md says what entries of each type have; tocsin audit window shows the type"
        case .noValues: "leave --fields away, or ask an officer for them"
        case .noGeneration: "leave --generation away for the log that is written; those that ended are in ledger/ended"
        case .notOwnHead: "name the head that a witness keeps: there, tocsin witness head MEMBER"
        case .noWitnessedHead: "it signs the first when it is asked: tocsin witness add-checkpoint FILE --out FILE"
        case .noTLSKey: "make one: tocsin tls next > card.json; when the registry lists it, tocsin tls switch"
        case .nextTLSKeyWaits: "when the registry lists it, tocsin tls switch; tocsin registry card prints it again"
        case .noNextTLSKey: "make it: tocsin tls next > card.json"
        case .nextTLSKeyNotUsable:
            "have the root officers list it (tocsin registry next --card) and install that version; tocsin tls show says what is listed"
        case .notAProtectedList: "get the file whose digest the registry lists under `protected`"
        }
    }
}

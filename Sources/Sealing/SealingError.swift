public import CryptoPrimitives

/// Why a file could not be sealed or opened, by the stage that refused.
public enum SealingError: Error, Sendable, Hashable {
    /// The header breaks the format; who sent the file is to blame.
    case header(HeaderFault)
    /// The header is well formed and no stanza opens with the identities given: the file is for somebody else.
    case noMatch
    /// The file key was found and the authentication code of the header does not match: the header was changed.
    case headerCode
    /// The header is good and the payload is not: it was changed or cut off. Everything opened so far is void.
    case payload(PayloadFault)
    /// There are no recipients, or more than ``SealingLimits/recipientCount``.
    case recipientCount
    /// A recipient's key is of small order.
    case weakRecipient
    /// The library failed.
    case library(OpenSSLError)

    /// What is wrong with a header.
    public enum HeaderFault: String, Sendable, Hashable, CaseIterable {
        /// The first line is not that of version 1.
        case version
        /// A line is neither the beginning of a stanza nor the last line.
        case line
        /// A stanza without arguments, or with an empty one or other characters than visible ASCII.
        case arguments
        /// The body of a stanza is no canonical base64 in lines of 64, with a shorter one at the end.
        case body
        /// The last line does not carry a code of 32 bytes.
        case code
        /// There is no stanza at all.
        case noStanza
        /// A passphrase stanza beside another stanza.
        case passphraseNotAlone
        /// An X25519 stanza with other arguments than one share of 32 bytes, or a body of other than 32 bytes.
        case recipient
        /// An X25519 share of small order.
        case share
        /// More than ``SealingLimits/headerByteCount`` bytes or ``SealingLimits/stanzaCount`` stanzas.
        case limit
        /// The file ends before its payload begins.
        case truncated
    }

    /// What is wrong with a payload.
    public enum PayloadFault: String, Sendable, Hashable, CaseIterable {
        /// A chunk was changed, moved, or is not the last one although the file ends with it.
        case chunk
        /// The file ends inside a chunk's tag, or without any chunk.
        case truncated
        /// The last of several chunks is empty.
        case emptyChunk
    }
}

extension SealingError: CustomStringConvertible {
    /// One sentence, without a byte of the file.
    public var description: String {
        switch self {
        case .header(let fault): "not a sealed file this version can read: its header is malformed (\(fault.rawValue))"
        case .noMatch: "the file is not sealed to any of the keys at hand"
        case .headerCode: "the header of the sealed file was changed"
        case .payload(let fault): "the sealed file is damaged or cut off (\(fault.rawValue)); discard what was opened of it"
        case .recipientCount: "a file is sealed to 1 to \(SealingLimits.recipientCount) recipients"
        case .weakRecipient: "a recipient's key is weak: of small order"
        case .library(let error): error.description
        }
    }
}

/// Why a text or key is not a recipient or identity.
public enum SealingKeyError: Error, Sendable, Hashable {
    /// Not Bech32 with the prefix and letter case of its kind, or not 32 bytes.
    case malformed
    /// The key is of small order.
    case weak
    /// The file of identities has none, or is too long.
    case noIdentity
    /// The library failed.
    case library(OpenSSLError)

    init(_ error: KeyError) {
        self =
            switch error {
            case .weak: .weak
            case .library(let error): .library(error)
            case .length, .notOnCurve: .malformed
            }
    }
}

extension SealingKeyError: CustomStringConvertible {
    /// One sentence, without the key.
    public var description: String {
        switch self {
        case .malformed: "not a sealing key; recipients begin with age1, identities with AGE-SECRET-KEY-1"
        case .weak: "the sealing key is weak: of small order"
        case .noIdentity: "the file holds no identity; expected lines that begin with AGE-SECRET-KEY-1"
        case .library(let error): error.description
        }
    }
}

internal import FeedReading
internal import LedgerFiles

extension PublishRequest {
    /// Takes feeds that can be read only once, as standard input, into memory: what evaluators have to evaluate is read before what is
    /// published.
    ///
    /// - Throws: `FileError`; `.tooLarge` for one that is longer than 256 MiB, which has to come from a file.
    public mutating func readFeedsTwice() throws {
        for (index, feed) in feeds.enumerated() where !feed.canBeReadAgain {
            let path: String
            switch feed {
            case .path(let named): path = named
            case .standardInput: path = "-"
            case .descriptor, .bytes: continue
            }
            feeds[index] = .bytes(try FileReader.contents(of: path, limitBytes: Self.repeatedFeedBytes), name: feed.name)
        }
    }

    private static let repeatedFeedBytes = 256 << 20
}

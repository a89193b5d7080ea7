/// How many messages a node takes and keeps.
enum MessageLimits {
    /// A message as it travels, signed and sealed.
    static let fileBytes = 256 << 10
    /// So many messages of one member are taken in a day.
    static let dailyCount = 256
    /// So many files of one member are kept, taken in; and so many of this node's own. More than fifteen days of the daily limit, so
    /// that whatever could still come twice is here.
    static let keptCount = 10_000
    /// So many messages may wait for delivery.
    static let waitingCount = 4_096
    /// A message that is dated further ahead is refused.
    static let leadSeconds: Int64 = 86_400
    /// A round delivers so many.
    static let deliveredInARound = 256
    /// So many of them are in memory at once.
    static let readAtOnce = 32
}

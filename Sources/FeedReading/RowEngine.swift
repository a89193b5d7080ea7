/// Reads the rows of one format from a stream, one at a time.
protocol RowEngine {
    /// Reads on until a row is finished or the feed ends.
    mutating func advance(_ stream: inout ByteStream, _ builder: inout RowBuilder) throws(FeedError) -> FeedStep

    /// Names of lists that were passed over.
    var skippedMembers: [String] { get }

    /// Names of the columns, members or keys that rows were found to have, the first few.
    var columnNames: [String] { get }
}

extension RowEngine {
    var skippedMembers: [String] { [] }
    var columnNames: [String] { [] }
}

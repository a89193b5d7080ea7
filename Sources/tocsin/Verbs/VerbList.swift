import ArgumentParser

/// Every verb, in the order of help.
enum VerbList {
    static let all: [any ParsableCommand.Type] = []
}

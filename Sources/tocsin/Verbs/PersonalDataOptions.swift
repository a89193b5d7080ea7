import ArgumentParser
import Indicators

/// What happens to URLs that carry a victim's address or number.
struct PersonalDataOptions: ParsableArguments {
    @Option(name: .long, help: "What to do with URLs that carry a victim's address or number: keep, cut or refuse.")
    var personal: String = "cut"

    func mode() throws -> PersonalData.Mode {
        guard let mode = PersonalData.Mode(rawValue: personal) else {
            throw Failure(.usage, "--personal is not a choice", hint: "keep, cut or refuse")
        }
        return mode
    }
}

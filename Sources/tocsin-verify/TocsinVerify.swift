import ArgumentParser
@main struct TocsinVerify: ParsableCommand { func run() { print("tocsin-verify") } }

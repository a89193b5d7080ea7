import ArgumentParser
@main struct Tocsin: ParsableCommand { func run() { print("tocsin") } }

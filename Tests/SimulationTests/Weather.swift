/// What happens to messages between two members.
struct Weather: Sendable {
    /// Of a thousand requests so many are lost on their way.
    var lostRequests = 0
    /// Of a thousand answers so many are lost on their way back: the other side did what was asked.
    var lostAnswers = 0
    /// Of a thousand requests so many arrive twice.
    var doubled = 0
    /// Of a thousand requests so many arrive after later ones, when nobody waits for the answer any more.
    var late = 0
    /// Of a thousand bodies so many break off somewhere.
    var cut = 0
    /// Of a thousand bodies so many have a byte changed.
    var corrupted = 0

    static let fair = Weather()
    static let drizzle = Weather(lostRequests: 20, lostAnswers: 60, doubled: 60, late: 60, cut: 20, corrupted: 10)
    static let storm = Weather(lostRequests: 80, lostAnswers: 80, doubled: 100, late: 80, cut: 80, corrupted: 60)
    static let all = [fair, drizzle, storm]
}

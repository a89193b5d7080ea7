extension Platform {
    /// The slugs of schemas/v1/platforms.json.
    public static let known: Set<String> = [
        "airbnb", "aliexpress", "alipay", "amazon", "apple", "badoo", "bigo", "binance", "bluesky", "booking",
        "bumble", "bybit", "carousell", "cashapp", "clubhouse", "coinbase", "craigslist", "discord", "ebay", "etsy",
        "facebook", "fiverr", "gcash", "github", "google", "grindr", "gumtree", "happn", "hinge", "huobi", "imo",
        "indeed", "instagram", "kakaotalk", "kik", "kleinanzeigen", "kraken", "kucoin", "leboncoin", "lemon8", "line",
        "linkedin", "marktplaats", "mastodon", "match", "matrix", "mercadolibre", "messenger", "microsoft", "mpesa",
        "netflix", "odnoklassniki", "okcupid", "okx", "olx", "onlyfans", "patreon", "paypal", "paytm", "pinterest",
        "plenty-of-fish", "qq", "quora", "reddit", "revolut", "roblox", "shopee", "signal", "skype", "slack",
        "snapchat", "spotify", "steam", "substack", "taobao", "teams", "telegram", "threads", "tiktok", "tinder",
        "truth-social", "tumblr", "twitch", "twitter", "upwork", "venmo", "viber", "vimeo", "vinted", "vk", "wechat",
        "weibo", "whatsapp", "wise", "xiaohongshu", "youtube", "zalo", "zelle", "zoom",
    ]

    /// Other names of services, each with the slug it stands for.
    public static let aliases: [String: String] = [
        "x": "twitter", "x.com": "twitter", "twitter.com": "twitter", "fb": "facebook", "facebook.com": "facebook",
        "ig": "instagram", "insta": "instagram", "instagram.com": "instagram", "tg": "telegram", "t.me": "telegram",
        "telegram.me": "telegram", "telegram.org": "telegram", "wa": "whatsapp", "wa.me": "whatsapp",
        "whatsapp.com": "whatsapp", "yt": "youtube", "youtube.com": "youtube", "tiktok.com": "tiktok",
        "snap": "snapchat", "snapchat.com": "snapchat", "discord.com": "discord", "discordapp.com": "discord",
        "linkedin.com": "linkedin", "reddit.com": "reddit", "vk.com": "vk", "vkontakte": "vk",
        "steamcommunity.com": "steam", "weixin": "wechat", "ok.ru": "odnoklassniki", "kakao": "kakaotalk",
        "line.me": "line", "twitch.tv": "twitch", "pof": "plenty-of-fish", "bsky": "bluesky", "bsky.app": "bluesky",
        "github.com": "github", "paypal.me": "paypal", "cash.app": "cashapp", "facebook-messenger": "messenger",
        "threads.net": "threads", "pinterest.com": "pinterest", "rednote": "xiaohongshu",
    ]
}

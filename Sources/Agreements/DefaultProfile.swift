extension DisclosureProfile {
    /// What a new home starts with: facts and values go to every role up to AMBER+STRICT, how a thing was
    /// learned and free text only to authorities, RED to nobody.
    public static let defaultText = """
        {
          "v": 1,
          "type": "tocsin-disclosure",
          "enforcement": {"warn": 600000, "block": 900000},
          "rules": [
            {
              "id": "facts",
              "stages": ["send"],
              "roles": ["platform", "vendor", "bank", "telecom", "law-enforcement", "regulator", "ngo"],
              "kinds": ["*"],
              "max_tlp": "AMBER+STRICT",
              "columns": ["core", "value", "alt", "ctx", "rel", "locked"]
            },
            {
              "id": "authorities",
              "stages": ["send"],
              "roles": ["law-enforcement", "regulator"],
              "kinds": ["*"],
              "max_tlp": "AMBER+STRICT",
              "columns": ["core", "note", "source", "impact"]
            },
            {
              "id": "hubs-without-values",
              "stages": ["send"],
              "roles": ["hub", "mirror"],
              "kinds": ["*"],
              "max_tlp": "GREEN",
              "columns": ["core"]
            },
            {
              "id": "own-systems",
              "stages": ["export"],
              "roles": ["*"],
              "kinds": ["*"],
              "max_tlp": "AMBER+STRICT",
              "columns": ["core", "value", "ctx", "rel", "impact"]
            }
          ]
        }

        """
}

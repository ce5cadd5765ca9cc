// The methods of SettingsService.

extension Methods {
    /// Keeps an organization's settings.
    public enum Settings {
        static let service = "roster.v1.SettingsService"

        static let all: [any AnyMethod] = []
    }
}

// The methods of MailService.

extension Methods {
    /// Hands out the mails that wait, to a service that delivers them.
    public enum Mail {
        static let service = "roster.v1.MailService"

        static let all: [any AnyMethod] = []
    }
}

// The methods of MailService.

extension Methods {
    /// Hands out the mails that wait, to a service that delivers them.
    public enum Mail {
        static let service = "roster.v1.MailService"

        /// Leases mails, the oldest first, and renders them.
        public static let leaseOutbox: Method<LeaseOutboxRequest, LeaseOutboxResponse> =
            .mutation(service, "LeaseOutbox", guard: .permission(.mailSend))
        /// Says what became of leased mails.
        public static let ackOutbox: Method<AckOutboxRequest, AckOutboxResponse> =
            .mutation(service, "AckOutbox", guard: .permission(.mailSend))

        static let all: [any AnyMethod] = [leaseOutbox, ackOutbox]
    }
}

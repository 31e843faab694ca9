namespace TestOps.Engines.Http;

/// <summary>A connection ended after a request and before the first byte of its answer. Neither an <see cref="IOException"/> nor an <see cref="InvalidOperationException"/>: after those the request would be sent again.</summary>
internal sealed class AnswerLostException(string message, Exception? innerException = null) : Exception(message, innerException);

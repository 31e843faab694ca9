namespace TestOps.Core.Secrets;

/// <summary>One spelling of a secret.</summary>
/// <param name="Text">What is searched for.</param>
/// <param name="SharesStart">Whether the character before it holds a part of the secret, as in base64.</param>
/// <param name="SharesEnd">Whether the character after it does.</param>
internal readonly record struct SecretForm(string Text, bool SharesStart = false, bool SharesEnd = false);

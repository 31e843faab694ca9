@echo off
rem Runs testops from this checkout; builds it first where a source has changed. Needs the .NET 10 SDK and nothing else.
setlocal
set "ROOT=%~dp0"
set "BIN=%ROOT%src\TestOps.Cli\bin\Release\net10.0"
set "DOTNET_CLI_TELEMETRY_OPTOUT=1"
set "DOTNET_NOLOGO=1"

where dotnet >nul 2>nul || (echo testops.cmd: 'dotnet' is not on the PATH; install the .NET 10 SDK 1>&2 & exit /b 21)

set "CURRENT=no"
if exist "%BIN%\testops.dll" if exist "%BIN%\.testops-built" for /f %%r in ('powershell -NoProfile -Command "$built = (Get-Item -Force '%BIN%\.testops-built').LastWriteTimeUtc; if (Get-ChildItem -Recurse -File '%ROOT%src','%ROOT%samples','%ROOT%Directory.*.props' | Where-Object { $_.FullName -notmatch '\\(bin|obj)\\' -and $_.LastWriteTimeUtc -gt $built } | Select-Object -First 1) { 'no' } else { 'yes' }"') do set "CURRENT=%%r"
if "%CURRENT%"=="yes" goto run

echo testops.cmd: building, as a source has changed; the first time takes a minute or two 1>&2
dotnet build "%ROOT%src\TestOps.Cli\TestOps.Cli.csproj" -c Release -v quiet -nologo -nodeReuse:false > "%TEMP%\testops-build.log" 2>&1
if errorlevel 1 (
  echo testops.cmd: the build failed: 1>&2
  type "%TEMP%\testops-build.log" 1>&2
  exit /b 21
)
type nul > "%BIN%\.testops-built"

:run
dotnet "%BIN%\testops.dll" %*
exit /b %ERRORLEVEL%

@echo off
rem Starts OpsDesk inside WSL 2 and keeps it running; to be run by the task scheduler at the start of Windows.
rem Change these three to yours.
set DISTRO=Debian
set FOLDER=/opt/opsdesk
set DATA=/var/lib/opsdesk

:again
wsl -d %DISTRO% -u opsdesk --cd %FOLDER% -- .venv/bin/python main.py --host 0.0.0.0 --data %DATA%
if %ERRORLEVEL% EQU 0 goto :eof
timeout /t 10 /nobreak >nul
goto again
